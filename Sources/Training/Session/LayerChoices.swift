import Kernels
import Network

/// How many layers there are: a number of layers of one size, or a size for each layer, from the input upwards.
public enum LayerSizes: Equatable, Sendable {
  /// So many layers.
  case count(Int)
  /// A layer for each size.
  case sizes([Int])
}

/// What somebody chose of the recurrent layers; nil where the program chooses.
public struct LayerChoices: Equatable, Sendable {
  /// H of each layer.
  public var hiddenSize: Int?
  /// How many layers, or how large each is.
  public var sizes: LayerSizes?
  /// What the cells are.
  public var cell: CellKind?
  /// The activation of candidate and cell state, whatever the cell's own.
  public var activation: CellVariant.Activation?
  /// P, the numbers that each layer's output is projected to.
  public var projectionSize: Int?
  /// Whether each window is read from both ends.
  public var isBidirectional = false
  /// Fraction of each layer's outputs dropped.
  public var dropout: Float?
  /// Fraction of the hidden state dropped on its way to the next step.
  public var recurrentDropout: Float?

  /// No choice made.
  public init() {}

  /// The layers chosen, or those of the usual sizes and cell.
  public func layers(usual: [Int], cell usualCell: CellVariant = CellVariant()) -> [LayerConfiguration] {
    var kind = cell ?? .gated(usualCell)
    if let activation { kind.variant = kind.variant.squashed(by: activation) }
    if let projectionSize { kind = .projected(kind.variant, size: projectionSize) }
    return sizes(usual: usual).map {
      LayerConfiguration(hiddenSize: $0, cell: kind, isBidirectional: isBidirectional)
    }
  }

  private func sizes(usual: [Int]) -> [Int] {
    switch sizes {
    case .sizes(let sizes): sizes
    case .count(let count): [Int](repeating: hiddenSize ?? usual[0], count: min(max(count, 0), 65))
    case nil: hiddenSize.map { [Int](repeating: $0, count: usual.count) } ?? usual
    }
  }
}

/// What somebody chose of how characters enter a network; nil where the program chooses.
public struct InputChoices: Equatable, Sendable {
  /// Whether each character is a unit vector.
  public var isOneHot = false
  /// The length of the vector of a character, and of an n-gram.
  public var embeddingSize: Int?
  /// The characters of the longest n-grams that have vectors; 1 for none.
  public var longestNGram: Int?
  /// The vectors that n-grams share.
  public var nGramRows: Int?

  /// No choice made.
  public init() {}

  /// The encoding, with a recipe's values where nothing was chosen.
  public func encoding(recipe: Recipe) -> TokenEncoding {
    if isOneHot { return .oneHot }
    let longest = longestNGram ?? (nGramRows == nil ? recipe.longestNGram : Recipe.usualNGram)
    guard longest > 1 else { return .embedding(size: embeddingSize ?? 64) }
    return .ngrams(size: embeddingSize ?? 32, longest: longest, rows: nGramRows ?? recipe.nGramRows)
  }
}

/// What somebody chose of a network that learns from a text.
public struct TextNetworkChoices: Equatable, Sendable {
  /// How characters enter the network.
  public var input = InputChoices()
  /// The characters that each prediction reads anew; nil for a state that is carried on.
  public var window: Int?
  /// The recurrent layers.
  public var stack = LayerChoices()

  /// No choice made.
  public init() {}

  /// The network, with a recipe's values where nothing was chosen. The recipe's recurrent dropout belongs to its dropout.
  public func configuration(vocabularySize: Int, recipe: Recipe) -> ModelConfiguration {
    ModelConfiguration(
      input: .tokens(vocabularySize: vocabularySize, encoding: input.encoding(recipe: recipe)),
      layers: stack.layers(usual: [recipe.hiddenSize], cell: recipe.cell),
      readout: window.map { .lastStep(window: $0) } ?? .everyStep, output: .softmax(classes: vocabularySize),
      dropout: stack.dropout ?? recipe.dropout,
      recurrentDropout: stack.recurrentDropout ?? (stack.dropout == nil ? recipe.recurrentDropout : 0))
  }
}

extension CellVariant {
  /// The same cell with one function for candidate and state.
  public func squashed(by activation: Activation) -> CellVariant {
    var result = self
    (result.inputActivation, result.outputActivation) = (activation, activation)
    return result
  }
}
