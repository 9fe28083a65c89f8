import ArgumentParser
import Checkpoints
import TextEncoding

/// A model's token for rare characters is not asked for: it is taken where there is one.
extension UnknownUnits: ExpressibleByArgument {
  /// What the option can say.
  public static var allValueStrings: [String] { ["error", "skip"] }

  /// What the option says; nil of anything else.
  public init?(argument: String) {
    switch argument {
    case "error": self = .error
    case "skip": self = .skip
    default: return nil
    }
  }
}

/// Which model reads a text, and what it does with characters that it has never seen.
struct ReadingOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The model: a file, or a name such as english. (default: the newest in checkpoints/)", valueName: "model"))
  var checkpoint: String?

  @Option(help: "What to do with characters that the model does not know: stop, or go on without reading them.")
  var onUnknown: UnknownUnits = .error

  /// The model asked for, or the newest.
  func model() throws -> TextCheckpoint {
    let model = try TextCheckpoint.read(CheckpointFolder.path(ofModel: checkpoint))
    model.noteLongWindows()
    return model
  }
}
