import ArgumentParser
import Forecasting
import Inspecting
import Network
import Training

/// `textgen network`: a network that nobody has trained, from its options alone.
struct ShowNetwork: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "network",
    abstract: "Show the layers, shapes and parameters of a network that has not been trained, or draw the network.",
    discussion: """
      textgen network --window 30 --columns 1 --layers 64,32,16
          what `textgen forecast` would train on windows of 30 rows of one column
      textgen network --characters 65 --layers 128,64 --diagram model.svg
          what `textgen train` would train on a text of 65 characters, drawn
      """)

  @Option(help: ArgumentHelp("The number of different characters of a text.", valueName: "n"))
  var characters: Int?

  @Option(help: ArgumentHelp("The number of columns of a series that are read.", valueName: "n"))
  var columns: Int?

  @Option(
    help: ArgumentHelp("The first number of each shape. (default: the word samples in its place)", valueName: "n"))
  var samples: Int?

  @OptionGroup(title: "Model") var model: ModelOptions

  @Option(help: ArgumentHelp("Draw the network into this SVG file.", valueName: "file"))
  var diagram: String?

  @Flag(help: "Replace the file if it exists.")
  var force = false

  func validate() throws {
    guard (characters != nil) != (columns != nil) else {
      throw ValidationError("give the --characters of a text or the --columns of a series, one of the two")
    }
    if columns != nil && (model.inputEncoding != nil || model.embeddingSize != nil) {
      throw ValidationError("--input-encoding and --embedding-size belong to --characters; a series is read as numbers")
    }
    if let samples, samples < 1 { throw ValidationError("--samples has to be at least 1") }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let network = try SequenceModel(configuration)
    let description = ModelDescription(
      network, things: characters != nil ? "characters" : columns == 1 ? "one column" : "columns", samples: samples)
    if let diagram { return try NewFile.write(description.diagram.svg, to: diagram, mayReplace: force, madeFrom: []) }
    for line in description.summary.lines { try Terminal.print(line) }
  }

  private var configuration: ModelConfiguration {
    if let columns {
      return model.stack.choices.seriesNetwork(
        columns: columns, reading: model.window.map { .windows(steps: $0) } ?? .streams)
    }
    return model.choices.configuration(
      vocabularySize: characters ?? 0,
      recipe: Recipe(
        characters: 1_000_000, vocabularySize: characters ?? 0, teraFLOP: Recipe.usualTeraFLOP))
  }
}
