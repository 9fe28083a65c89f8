import ArgumentParser
import Checkpoints
import Files
import Forecasting
import Kernels

extension FloatFormat: ExpressibleByArgument {}

/// `textgen export`: a checkpoint without what only training needs.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a checkpoint without its training part, a quarter of the size.",
    discussion: """
      textgen export checkpoints/corpus.safetensors --output corpus.safetensors

      textgen export --standard-cells --output corpus.safetensors
          the same model of cells that torch.nn.LSTM loads
      textgen export --precision f16 --output small.safetensors
          weights of 16 bits, an eighth of the size

      The exported file samples, scores and forecasts; only --resume needs the whole one. Coupled cells compute what \
      standard cells compute whose forget gate has the input gate's weights with the other sign: --standard-cells writes \
      these weights out.
      """)

  @Argument(help: "The checkpoint, of a text or a series. (default: the newest in checkpoints/)")
  var checkpoint: String?

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"))
  var output: String

  @Flag(help: "Write coupled cells as standard ones, which PyTorch loads; a third more weights.")
  var standardCells = false

  @Option(help: "How weights stand in the file: 32 bits, 16 bits, or bfloat16. Every command reads all three.")
  var precision: FloatFormat = .f32

  @Flag(help: "Replace the file if it exists.")
  var force = false

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let path = try CheckpointFolder.path(ofModel: checkpoint)
    if FileStatus.exists(output) && !force { throw CommandError.fileExists(path: output) }
    switch try CheckpointHeader(contentsOf: path).kind {
    case SeriesSubject.kind: try write(SeriesCheckpoint.read(path), from: path)
    default: try write(TextCheckpoint.read(path), from: path)
    }
  }

  private func write<Subject>(_ checkpoint: Checkpoint<Subject>, from path: String) throws {
    var (model, parameters) = (checkpoint.model, checkpoint.parameters)
    if standardCells {
      guard let standard = try model.withStandardCells(parameters) else {
        throw CommandError.notStandard(path: path)
      }
      (model, parameters) = standard
    }
    try Checkpoint(model: model, subject: checkpoint.subject, parameters: parameters)
      .write(to: output, weightsAs: precision)
  }
}
