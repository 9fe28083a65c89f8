import Glibc
import Training

/// The files of a forecast: everything under one prefix.
struct ForecastFiles {
  let prefix: String

  /// `forecasts/<name of the data>`.
  static func prefix(forData path: String) -> String {
    let file = path == "-" ? "stdin" : path.split(separator: "/").last.map(String.init) ?? path
    let stem = file.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
    return "forecasts/\(stem.isEmpty ? file : stem)"
  }

  var checkpoint: String { prefix + ".safetensors" }
  var history: String { TrainingHistory.path(beside: checkpoint) }
  var predictions: String { prefix + ".predictions.csv" }
  var future: String { prefix + ".forecast.csv" }
  var chart: String { prefix + ".svg" }

  /// Takes away the forecast past the end that an earlier run has left.
  func removeFuture() { unlink(future) }

  /// All that is written beside the checkpoint.
  var besidesCheckpoint: [String] { [history, predictions, future, chart] }
}
