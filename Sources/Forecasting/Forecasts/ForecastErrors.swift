/// How far predictions are from the truth, in the unit of the values.
public struct ForecastErrors: Equatable, Sendable {
  /// The square root of the mean squared error, RMSE.
  public let rootMeanSquare: Double
  /// The mean absolute error, MAE.
  public let meanAbsolute: Double

  /// The errors of predictions, in the order of the actual values; traps unless there are as many, and any.
  public init(actual: some Collection<Double>, predicted: some Collection<Double>) {
    precondition(
      actual.count == predicted.count && !actual.isEmpty, "\(predicted.count) predictions of \(actual.count) values")
    let errors = zip(actual, predicted).map { $1 - $0 }
    rootMeanSquare = (errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)).squareRoot()
    meanAbsolute = errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
  }
}
