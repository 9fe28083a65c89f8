import ArgumentParser
import Kernels
import Network
import Training

extension CellVariant.Activation: ExpressibleByArgument {}

extension LayerSizes: ExpressibleByArgument {
  /// `2`, so many layers of one size, or `64,32,16`, the sizes of the layers from the input upwards.
  public init?(argument: String) {
    let numbers = argument.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let sizes = numbers.compactMap { $0 }
    guard sizes.count == numbers.count, !sizes.isEmpty else { return nil }
    self = sizes.count == 1 ? .count(sizes[0]) : .sizes(sizes)
  }
}

/// A cell by its name on the command line.
enum CellName: ExpressibleByArgument {
  case named(CellVariant)

  init?(argument: String) {
    guard let found = CellVariant.named.first(where: { $0.name == argument }) else { return nil }
    self = .named(found.variant)
  }

  static var allValueStrings: [String] { CellVariant.named.map(\.name) }

  var variant: CellVariant {
    switch self {
    case .named(let variant): variant
    }
  }

  /// Whether both candidate and state are squashed, so that `--activation` can say how.
  var hasBothActivations: Bool {
    variant.inputActivation != .identity && variant.outputActivation != .identity
  }

  /// Whether a training whose cells are `other` may have begun with this name, with or without `--activation`.
  func isPossible(for other: CellVariant) -> Bool {
    other == variant
      || hasBothActivations && CellVariant.Activation.allCases.contains { other == variant.squashed(by: $0) }
  }
}

/// The recurrent layers: what text models and forecasts share.
struct StackOptions: ParsableArguments, OptionTable {
  @Option(
    help: ArgumentHelp(
      "The number of cells in each layer. (default: by time and text; 64 for a forecast)", valueName: "n"))
  var hiddenSize: Int?

  @Option(
    help: ArgumentHelp(
      "The number of LSTM layers, or their sizes from the input upwards, such as 64,32,16. (default: 1; 2 for a forecast)",
      valueName: "n|sizes"))
  var layers: LayerSizes?

  @Flag(help: "Read each window from both ends; needs --window.")
  var bidirectional = false

  @Option(help: "The kind of cell (Greff et al. 2017). (default: coupled; standard for a forecast)")
  var cell: CellName?

  @Option(help: "The activation of candidate and cell state. (default: the cell's own)")
  var activation: CellVariant.Activation?

  @Option(
    help: ArgumentHelp(
      "Fraction of each layer's outputs dropped while training. (default: by time and text; 0 for a forecast)",
      valueName: "fraction"))
  var dropout: Float?

  @Option(
    help: ArgumentHelp(
      "Fraction of the hidden state dropped on its way to the next step. (default: by time and text, 0 where --dropout "
        + "is given; 0 for a forecast)",
      valueName: "fraction"))
  var recurrentDropout: Float?

  /// What was chosen.
  var choices: LayerChoices {
    var choices = LayerChoices()
    (choices.hiddenSize, choices.sizes, choices.isBidirectional) = (hiddenSize, layers, bidirectional)
    (choices.cell, choices.activation) = (cell?.variant, activation)
    (choices.dropout, choices.recurrentDropout) = (dropout, recurrentDropout)
    return choices
  }

  /// Whether the size of each layer was asked for.
  var namesSizes: Bool { if case .sizes = layers { true } else { false } }

  func validate() throws {
    if case .sizes = layers, hiddenSize != nil {
      throw ValidationError("--layers names the sizes already; --hidden-size has no meaning beside them")
    }
    if case .count(let count) = layers, !(1...64).contains(count) {
      throw ValidationError("--layers has to be from 1 to 64, or sizes such as 64,32")
    }
    if let cell, !cell.hasBothActivations, activation != nil {
      throw ValidationError("this --cell is one without an activation; --activation has no meaning beside it")
    }
  }

  func rows(beside configuration: ModelConfiguration?) -> [OptionRow] {
    let sizes = configuration?.layers.map(\.hiddenSize) ?? []
    let variants = configuration?.layers.map(\.variant) ?? []
    let isSquashed = activation.map { activation in variants.allSatisfy { $0 == $0.squashed(by: activation) } }
    let isNamed = cell.map { cell in variants.allSatisfy { cell.isPossible(for: $0) } }
    return [
      OptionRow("--hidden-size", hiddenSize, recorded: Set(sizes).count == 1 ? sizes[0] : nil),
      OptionRow("--layers", layers, recorded: namesSizes ? .sizes(sizes) : .count(sizes.count)),
      OptionRow(
        "--bidirectional", bidirectional ? true : nil, recorded: configuration?.layers.allSatisfy(\.isBidirectional)),
      OptionRow("--activation", activation, recorded: isSquashed == true ? activation : nil),
      OptionRow("--cell", cell?.variant, recorded: isNamed == true ? cell?.variant : nil),
      OptionRow("--dropout", dropout, recorded: configuration?.dropout),
      OptionRow("--recurrent-dropout", recurrentDropout, recorded: configuration?.recurrentDropout),
    ]
  }
}
