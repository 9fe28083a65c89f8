import Forecasting
import Notation

/// How good a forecast is beside those that need no learning.
struct ForecastSummary {
  let evaluation: ForecastEvaluation?
  /// What the target is divided by before the network reads it.
  let divisor: Double
  /// The mean squared error on the validation part, scaled; nil where there is none.
  let validationLoss: Double?
  let season: Int?
  let seconds: Double
  let files: ForecastFiles
  /// Whether rows past the end were forecast.
  let hasFuture: Bool

  /// The last object of `--json`; absent keys do not apply.
  private struct Object: Encodable {
    var event = "forecast"
    var test_rmse, test_mae, persistence_rmse, persistence_mae, seasonal_naive_rmse, seasonal_naive_mae: Double?
    var test_mse_scaled, validation_mse_scaled: Double?
    var season, test_rows: Int?
    var better_than_baselines: Bool?
    var seconds: Double
    var checkpoint, predictions, chart, history: String
    var future: String?
  }

  func writeJSON() throws {
    try JSONLine.write(
      Object(
        test_rmse: evaluation?.test.rootMeanSquare, test_mae: evaluation?.test.meanAbsolute,
        persistence_rmse: evaluation?.persistence.rootMeanSquare, persistence_mae: evaluation?.persistence.meanAbsolute,
        seasonal_naive_rmse: evaluation?.seasonalNaive?.rootMeanSquare,
        seasonal_naive_mae: evaluation?.seasonalNaive?.meanAbsolute,
        test_mse_scaled: evaluation.map { scaledSquare($0.test) }, validation_mse_scaled: validationLoss,
        season: season,
        test_rows: evaluation?.comparedRows,
        better_than_baselines: evaluation.map { $0.test.rootMeanSquare < $0.bestBaseline },
        seconds: (seconds * 1000).rounded() / 1000, checkpoint: files.checkpoint, predictions: files.predictions,
        chart: files.chart, history: files.history, future: hasFuture ? files.future : nil))
  }

  /// Under the title of the chart.
  var subtitle: String {
    guard let evaluation else { return "nothing was held out to test on" }
    var text = "test RMSE \(significant(evaluation.test.rootMeanSquare))"
    text += ", persistence \(significant(evaluation.persistence.rootMeanSquare))"
    if let seasonal = evaluation.seasonalNaive { text += ", seasonal naive \(significant(seasonal.rootMeanSquare))" }
    return text
  }

  /// The table, and in words what it means.
  var lines: [String] {
    guard let evaluation else { return ["nothing was held out to test on", written] }
    var rows = [
      ("network", evaluation.test),
      ("persistence", evaluation.persistence),
    ]
    if let seasonal = evaluation.seasonalNaive, let season { rows.append(("seasonal naive, \(season) rows", seasonal)) }
    let numbers = rows.map {
      [significant($0.1.rootMeanSquare), significant($0.1.meanAbsolute), significant(scaledSquare($0.1))]
    }
    let table =
      [["test, \(counted(evaluation.comparedRows, "row"))", "RMSE", "MAE", "MSE, scaled"]]
      + zip(rows, numbers).map { [$0.0] + $1 }
    let widths = (0..<4).map { column in table.map { $0[column].count }.max() ?? 0 }
    let lines = table.map {
      "  \($0[0].padded(widths[0]))  \($0[1].padded(-max(10, widths[1])))  \($0[2].padded(-max(8, widths[2])))"
        + "  \($0[3].padded(-widths[3]))"
    }
    return lines + [verdict(evaluation), written]
  }

  /// The mean squared error in the scaled unit, in which the loss is.
  private func scaledSquare(_ errors: ErrorMeasures) -> Double {
    errors.rootMeanSquare * errors.rootMeanSquare / (divisor * divisor)
  }

  private var written: String {
    "wrote \(files.prefix).predictions.csv, .svg, .safetensors, .history.jsonl\(hasFuture ? " and .forecast.csv" : "")"
  }

  private func verdict(_ evaluation: ForecastEvaluation) -> String {
    let (ours, best) = (evaluation.test.rootMeanSquare, evaluation.bestBaseline)
    let name = evaluation.persistence.rootMeanSquare <= best ? "persistence" : "the seasonal naive forecast"
    if ours < best {
      return "The network's RMSE is \(decimal(100 * (1 - ours / best), 1)) % below that of \(name)."
    }
    return "The network is NOT better than \(name): use that, or try --window, --predict or more data."
  }
}
