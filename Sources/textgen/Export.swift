import ArgumentParser
import Checkpoints
import Forecasting

/// `textgen export`: a checkpoint without what only training needs.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a checkpoint without its training part, a quarter of the size.",
    discussion: """
      textgen export checkpoints/corpus.safetensors --output corpus.safetensors

      The exported file samples, scores, forecasts and loads in PyTorch; only --resume needs the whole one.
      """)

  @Argument(help: "The checkpoint, of a text or a series. (default: the newest in checkpoints/)")
  var checkpoint: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Flag(help: "Replace the file that is there.")
  var force = false

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let path = try checkpoint ?? CheckpointFolder.newest()
    if CheckpointFolder.hasFile(output) && !force { throw CommandError.fileExists(path: output) }
    do {
      try write(TextCheckpoint(contentsOf: path))
    } catch CheckpointError.otherKind(_, _, SeriesSubject.kind) {
      try write(SeriesCheckpoint(contentsOf: path))
    }
  }

  private func write<Subject>(_ checkpoint: Checkpoint<Subject>) throws {
    var checkpoint = checkpoint
    checkpoint.training = nil
    try checkpoint.write(to: output)
  }
}
