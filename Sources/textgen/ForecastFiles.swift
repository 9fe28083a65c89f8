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

  /// Proves that the files can be written, and that none is overwritten unasked.
  func check(data: String, replacing: Bool) throws {
    for path in [checkpoint, history, predictions, future, chart] {
      if FileStatus.isSameFile(path, data) { throw CommandError.outputIsInput(path: path) }
      if FileStatus.exists(path) && !replacing { throw CommandError.fileExists(path: path) }
      try AtomicFile.checkWritable(path)
    }
  }
}
