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

extension Forecaster {
  /// The root mean square errors of forecasts 1, 2 … steps ahead of rows that the training held out, in the target's
  /// unit: as many steps as ten of the windows, or all of fewer, can be compared at, and at most `limit`.
  ///
  /// - windows: those to start from, the validation's.
  /// - target: the series in its own unit.
  /// - excluding: rows whose values are not what was measured.
  public func horizonErrors(
    from windows: Range<Int>, limit: Int, in series: SeriesWindows, target: [Double], excluding: Set<Int> = []
  ) -> [Double] {
    guard let last = windows.last else { return [] }
    // Further ahead than there are windows nothing can be compared.
    let horizon = min(limit, windows.count)
    let end = series.targetRow(of: last) + 1
    let paths = paths(from: windows, horizon: horizon, in: series)
    var errors: [Double] = []
    for step in 0..<horizon {
      var (sum, count) = (0.0, 0)
      for (path, window) in zip(paths, windows) {
        let row = series.targetRow(of: window) + step
        guard row < end, !excluding.contains(row) else { continue }
        sum += (path[step] - target[row]) * (path[step] - target[row])
        count += 1
      }
      guard count > 0, count >= min(10, windows.count) else { break }
      errors.append((sum / Double(count)).squareRoot())
    }
    return errors
  }
}
