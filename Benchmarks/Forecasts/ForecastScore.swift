import Forecasting

/// How a trained model forecasts the test part 1, 7 and 30 steps ahead, beside forecasts that need no learning; nil where
/// the test part is too short.
struct ForecastScore {
  /// Root mean square errors, by the steps ahead.
  private(set) var network, persistence, seasonalNaive: [Double?]
  /// The fraction of values within their interval, by the steps ahead.
  private(set) var coverage: [Double?]

  init(_ training: SeriesTraining, trained: SeriesCheckpoint, threads: Int) throws {
    let horizons = Forecasts.horizons
    let longest = horizons.max() ?? 1
    let (target, test, windows) = (training.table.target, training.split.testRows, training.windows)
    let forecaster = Forecaster(checkpoint: trained, threads: threads)
    let margins = HorizonMargins(measured: training.intervalMargins(of: forecaster, horizon: longest))
    let first = test.lowerBound - windows.steps
    let paths = forecaster.paths(from: first..<windows.count, horizon: longest, in: windows)
    (network, persistence, seasonalNaive, coverage) = ([], [], [], [])
    for horizon in horizons {
      // A forecast begins at the first test row at the earliest.
      let rows = (test.lowerBound + horizon - 1)..<max(test.upperBound, test.lowerBound + horizon - 1)
      func predicted(_ row: Int) -> Double { paths[row - horizon + 1 - test.lowerBound][horizon - 1] }
      func error(_ predicted: (Int) -> Double) -> Double? {
        rows.isEmpty
          ? nil : ErrorMeasures(actual: rows.map { target[$0] }, predicted: rows.map(predicted)).rootMeanSquare
      }
      let margin = margins.margin(stepsAhead: horizon)
      network.append(error(predicted))
      persistence.append(error { target[$0 - horizon] })
      // The last season that was known, again and again.
      seasonalNaive.append(
        training.subject.season.flatMap { season in error { target[$0 - (horizon + season - 1) / season * season] } })
      coverage.append(
        rows.isEmpty
          ? nil : Double(rows.count { abs(predicted($0) - target[$0]) <= margin }) / Double(rows.count))
    }
  }
}
