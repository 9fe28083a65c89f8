import ArgumentParser
import Checkpoints

/// `textgen export`: a checkpoint without what only training needs.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a checkpoint without its training part, a quarter of the size.",
    discussion: """
      textgen export checkpoints/corpus.safetensors --output corpus.safetensors

      The exported file samples, scores and loads in PyTorch; only --resume needs the whole one.
      """)

  @Argument(help: "The checkpoint. (default: the newest in checkpoints/)")
  var checkpoint: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Flag(help: "Replace the file that is there.")
  var force = false

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let path = try checkpoint ?? CheckpointFolder.newest()
    if CheckpointFolder.hasFile(output) && !force { throw CommandError.fileExists(path: output) }
    var model = try TextCheckpoint(contentsOf: path)
    model.training = nil
    try model.write(to: output)
  }
}
