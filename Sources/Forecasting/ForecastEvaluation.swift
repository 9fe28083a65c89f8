/// How far a model's predictions of the test rows are off, beside the forecasts that need no learning.
public struct ForecastEvaluation: Sendable {
  /// The errors on the test rows.
  public let test: ForecastErrors
  /// Those of the value before.
  public let persistence: ForecastErrors
  /// Those of the value one season before; nil where no season is known or it reaches back too far.
  public let seasonalNaive: ForecastErrors?

  /// Compares the test rows, of which there has to be one at least.
  ///
  /// - predicted: predictions of all rows from T on, in the target's unit.
  /// - target: the series in its own unit.
  public init(predicted: [Double], target: [Double], split: SeriesSplit, season: Int?) {
    let rows = split.testRows
    test = ForecastErrors(
      actual: target[rows], predicted: predicted[rows.lowerBound - split.steps..<rows.upperBound - split.steps])
    persistence = ForecastErrors(actual: target[rows], predicted: Baselines.persistence(target, rows: rows))
    seasonalNaive = season.flatMap { season in
      (try? Baselines.seasonalNaive(target, rows: rows, season: season)).map {
        ForecastErrors(actual: target[rows], predicted: $0)
      }
    }
  }

  /// The lower RMSE of the two forecasts that need no learning.
  public var bestBaseline: Double {
    min(persistence.rootMeanSquare, seasonalNaive?.rootMeanSquare ?? .infinity)
  }
}

extension Forecaster {
  /// The root mean square errors of forecasts 1 … `horizon` steps ahead of the rows that the training held out, in
  /// the target's unit. The longest ones, of which fewer than ten can be compared, keep the error of the last that can.
  ///
  /// - windows: those to start from, the validation's.
  /// - target: the series in its own unit.
  public func horizonErrors(
    from windows: Range<Int>, horizon: Int, in series: SeriesWindows, target: [Double]
  ) -> [Double] {
    let end = series.targetRow(of: windows.upperBound - 1) + 1
    let paths = paths(from: windows, horizon: horizon, in: series)
    var errors: [Double] = []
    for step in 0..<horizon {
      var (sum, count) = (0.0, 0)
      for (path, window) in zip(paths, windows) where series.targetRow(of: window) + step < end {
        let difference = path[step] - target[series.targetRow(of: window) + step]
        sum += difference * difference
        count += 1
      }
      let isEnough = count >= min(10, windows.count)
      errors.append(isEnough ? (sum / Double(count)).squareRoot() : errors.last ?? 0)
    }
    return errors
  }
}
