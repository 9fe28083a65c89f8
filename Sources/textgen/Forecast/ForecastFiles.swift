import Checkpoints
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

  /// Proves that the files can be written, and that none is overwritten unasked.
  func check(data: String, replacing: Bool) throws {
    for path in [checkpoint, history, predictions, future, chart] {
      if CheckpointFolder.isSameFile(path, data) { throw CommandError.outputIsInput(path: path) }
      if CheckpointFolder.hasFile(path) && !replacing { throw CommandError.fileExists(path: path) }
      try AtomicFile.checkWritable(path)
    }
  }
}
