import Files
import Training

/// The files of a forecast: everything under one prefix.
struct ForecastFiles {
  let prefix: String

  /// `forecasts/<name of the data>`.
  static func prefix(forData path: String) -> String {
    "forecasts/\(path == "-" ? "stdin" : PathParts(path).stem)"
  }

  var checkpoint: String { prefix + ".safetensors" }
  var history: String { TrainingHistory.path(beside: checkpoint) }
  var predictions: String { prefix + ".predictions.csv" }
  var future: String { prefix + ".forecast.csv" }
  var chart: String { prefix + ".svg" }

  /// Takes away the forecast past the end that an earlier run has left.
  func removeFuture() { Folder.removeFile(future) }

  /// All that is written beside the checkpoint.
  var besidesCheckpoint: [String] { [history, predictions, future, chart] }
}
