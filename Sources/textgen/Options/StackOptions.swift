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
struct CellName: ExpressibleByArgument {
  let kind: CellKind

  init?(argument: String) {
    guard let found = CellKind.named.first(where: { $0.name == argument }) else { return nil }
    kind = found.kind
  }

  static var allValueStrings: [String] { CellKind.named.map(\.name) }

  /// Whether both candidate and state are squashed, so that `--activation` can say how.
  var hasBothActivations: Bool {
    if case .normalized = kind { return false }
    return kind.variant.inputActivation != .identity && kind.variant.outputActivation != .identity
  }

  /// Whether a training whose cells are `other` may have begun with this name, with or without `--activation` and
  /// `--projection-size`.
  func isPossible(for other: CellKind) -> Bool {
    let plain = if case .projected(let variant, _) = other { CellKind.gated(variant) } else { other }
    return plain == kind
      || hasBothActivations
        && CellVariant.Activation.allCases.contains { plain == .gated(kind.variant.squashed(by: $0)) }
  }
}

/// The recurrent layers: what text models and forecasts share.
struct StackOptions: ParsableArguments, OptionTable {
  @Option(
    help: ArgumentHelp(
      "The number of cells in each layer. (default: by time and text; 32 for a forecast, 64 with windows)",
      valueName: "n"))
  var hiddenSize: Int?

  @Option(
    help: ArgumentHelp(
      "The number of LSTM layers, or their sizes from the input upwards, such as 64,32,16. (default: 1; 2 for a forecast with windows)",
      valueName: "n|sizes"))
  var layers: LayerSizes?

  @Flag(help: "Read each window from both ends; a text needs --window for it.")
  var bidirectional = false

  @Option(
    help: """
      The kind of cell: the variants of Greff et al. (2017), and cells with layer normalisation (Ba et al. 2016). \
      (default: coupled; standard for a forecast)
      """)
  var cell: CellName?

  @Option(
    help: ArgumentHelp(
      "Project the output of each layer to this many numbers (Sak et al. 2014; proj_size in PyTorch). (default: no "
        + "projection)", valueName: "n"))
  var projectionSize: Int?

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
    (choices.cell, choices.activation, choices.projectionSize) = (cell?.kind, activation, projectionSize)
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
      throw ValidationError("this --cell has no activation to choose; --activation has no meaning beside it")
    }
    if let projectionSize {
      guard (1...16_384).contains(projectionSize) else {
        throw ValidationError("--projection-size has to be at least 1 and below the layer's size")
      }
      if let cell, ![.gated(CellVariant()), .gated(.coupled)].contains(cell.kind) {
        throw ValidationError("--projection-size goes with --cell standard and --cell coupled")
      }
    }
  }

  func rows(beside configuration: ModelConfiguration?) -> [OptionRow] {
    let sizes = configuration?.layers.map(\.hiddenSize) ?? []
    let kinds = configuration?.layers.map(\.cell) ?? []
    let isSquashed = activation.map { activation in
      kinds.allSatisfy { $0.variant == $0.variant.squashed(by: activation) }
    }
    let isNamed = cell.map { cell in kinds.allSatisfy { cell.isPossible(for: $0) } }
    let projections = kinds.map { if case .projected(_, let size) = $0 { size } else { 0 } }
    return [
      OptionRow("--hidden-size", hiddenSize, recorded: Set(sizes).count == 1 ? sizes[0] : nil),
      OptionRow("--layers", layers, recorded: namesSizes ? .sizes(sizes) : .count(sizes.count)),
      OptionRow(
        "--bidirectional", bidirectional ? true : nil, recorded: configuration?.layers.allSatisfy(\.isBidirectional)),
      OptionRow("--activation", activation, recorded: isSquashed == true ? activation : nil),
      OptionRow("--cell", cell?.kind, recorded: isNamed == true ? cell?.kind : nil),
      OptionRow("--projection-size", projectionSize, recorded: Set(projections).count == 1 ? projections[0] : nil),
      OptionRow("--dropout", dropout, recorded: configuration?.dropout),
      OptionRow("--recurrent-dropout", recurrentDropout, recorded: configuration?.recurrentDropout),
    ]
  }
}
