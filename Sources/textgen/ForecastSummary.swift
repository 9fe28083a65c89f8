import Forecasting

/// How good a forecast is beside those that need no learning.
struct ForecastSummary {
  let evaluation: ForecastEvaluation?
  let season: Int?
  let testRows: Int
  let seconds: Double
  let files: ForecastFiles

  /// The last object of `--json`; absent keys do not apply.
  private struct Object: Encodable {
    var event = "forecast"
    var test_rmse, test_mae, persistence_rmse, persistence_mae, seasonal_naive_rmse, seasonal_naive_mae: Double?
    var season, test_rows: Int?
    var better_than_baselines: Bool?
    var seconds: Double
    var checkpoint, predictions, chart: String
  }

  func writeJSON() throws {
    try JSONLine.write(
      Object(
        test_rmse: evaluation?.test.rootMeanSquare, test_mae: evaluation?.test.meanAbsolute,
        persistence_rmse: evaluation?.persistence.rootMeanSquare, persistence_mae: evaluation?.persistence.meanAbsolute,
        seasonal_naive_rmse: evaluation?.seasonalNaive?.rootMeanSquare,
        seasonal_naive_mae: evaluation?.seasonalNaive?.meanAbsolute, season: season, test_rows: testRows,
        better_than_baselines: evaluation.map { $0.test.rootMeanSquare < $0.bestBaseline },
        seconds: (seconds * 1000).rounded() / 1000, checkpoint: files.checkpoint, predictions: files.predictions,
        chart: files.chart))
  }

  /// Under the title of the chart.
  var subtitle: String {
    guard let evaluation else { return "trained on all rows" }
    var text = "test RMSE \(decimal(evaluation.test.rootMeanSquare, 3))"
    text += ", persistence \(decimal(evaluation.persistence.rootMeanSquare, 3))"
    if let seasonal = evaluation.seasonalNaive { text += ", seasonal naive \(decimal(seasonal.rootMeanSquare, 3))" }
    return text
  }

  /// The table, and in words what it means.
  var lines: [String] {
    guard let evaluation else { return ["nothing was held out to test on"] }
    var rows = [
      ("network", evaluation.test),
      ("persistence", evaluation.persistence),
    ]
    if let seasonal = evaluation.seasonalNaive, let season { rows.append(("seasonal naive, \(season) rows", seasonal)) }
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    func row(_ cells: [String]) -> String {
      "  " + cells[0].padded(width) + cells.dropFirst().map { $0.padded(-10) }.joined()
    }
    let all = rows.flatMap { [$0.1.rootMeanSquare, $0.1.meanAbsolute] }
    let places = (all.max() ?? 0) < 1 ? 5 : (all.max() ?? 0) < 1000 ? 3 : 1
    let table =
      [row(["test, \(testRows) rows", "RMSE", "MAE"])]
      + rows.map { name, errors in
        row([name, decimal(errors.rootMeanSquare, places), decimal(errors.meanAbsolute, places)])
      }
    return table + [verdict(evaluation)]
  }

  private func verdict(_ evaluation: ForecastEvaluation) -> String {
    let (ours, best) = (evaluation.test.rootMeanSquare, evaluation.bestBaseline)
    let name = evaluation.persistence.rootMeanSquare <= best ? "persistence" : "the seasonal naive forecast"
    if ours < best {
      return "The network's RMSE is \(decimal(100 * (1 - ours / best), 1)) % below that of \(name)."
    }
    return "The network is NOT better than \(name): use that, or try another --window, --predict or more data."
  }
}
