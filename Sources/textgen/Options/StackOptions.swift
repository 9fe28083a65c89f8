import ArgumentParser
import Kernels
import Network

extension CellVariant.Activation: ExpressibleByArgument {}

/// `2`, so many layers of one size, or `64,32,16`, the sizes of the layers from the input upwards.
enum LayerSizes: Equatable, ExpressibleByArgument {
  case count(Int)
  case sizes([Int])

  init?(argument: String) {
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

extension CellVariant {
  /// The same cell with one function for candidate and state.
  fileprivate func squashed(by activation: Activation) -> CellVariant {
    var result = self
    (result.inputActivation, result.outputActivation) = (activation, activation)
    return result
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

  /// The layers asked for, or those of the usual sizes and cell.
  func layers(usual: [Int], cell usualCell: CellVariant = CellVariant()) -> [LayerConfiguration] {
    var variant = cell?.variant ?? usualCell
    if let activation { variant = variant.squashed(by: activation) }
    return sizes(usual: usual).map {
      LayerConfiguration(hiddenSize: $0, variant: variant, isBidirectional: bidirectional)
    }
  }

  private func sizes(usual: [Int]) -> [Int] {
    switch layers {
    case .sizes(let sizes): sizes
    case .count(let count): [Int](repeating: hiddenSize ?? usual[0], count: min(max(count, 0), 65))
    case nil: hiddenSize.map { [Int](repeating: $0, count: usual.count) } ?? usual
    }
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
