/// How far predictions are from the truth, in the unit of the values.
public struct ErrorMeasures: Equatable, Sendable {
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

/// How far a model's predictions of the test rows are off, beside the forecasts that need no learning.
public struct ForecastEvaluation: Sendable {
  /// The test rows that were compared.
  public let comparedRows: Int
  /// The errors on them.
  public let test: ErrorMeasures
  /// Those of the value before.
  public let persistence: ErrorMeasures
  /// Those of the value one season before; nil where no season is known or it reaches back too far.
  public let seasonalNaive: ErrorMeasures?

  /// Compares the test rows; nil when there are none, or none that can be compared.
  ///
  /// - predicted: predictions of all rows from T on, in the target's unit.
  /// - target: the series in its own unit.
  /// - excluding: rows that cannot be compared.
  /// - seasonal: the predictions of the seasonal naive forecast for the test rows.
  public init?(
    predicted: [Double], target: [Double], split: SeriesSplit, excluding: Set<Int> = [], seasonal: [Double]?
  ) {
    let rows = split.testRows
    let kept = rows.filter { !excluding.contains($0) }
    guard !kept.isEmpty else { return nil }
    func errors(_ predictions: [Double]) -> ErrorMeasures {
      ErrorMeasures(
        actual: kept.map { target[$0] }, predicted: kept.map { predictions[$0 - rows.lowerBound] })
    }
    comparedRows = kept.count
    test = errors(Array(predicted[(rows.lowerBound - split.steps)...]))
    persistence = errors(Baselines.persistence(target, rows: rows))
    seasonalNaive = seasonal.map(errors)
  }

  /// The lower RMSE of the two forecasts that need no learning.
  public var bestBaseline: Double {
    min(persistence.rootMeanSquare, seasonalNaive?.rootMeanSquare ?? .infinity)
  }
}
