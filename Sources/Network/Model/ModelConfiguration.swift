import Kernels

/// How token ids become vectors.
public enum TokenEncoding: Codable, Equatable, Sendable {
  /// A unit vector of V elements.
  case oneHot
  /// A learned vector of `size` elements.
  case embedding(size: Int)
  /// The sum of learned vectors of `size` elements: one of the token, and one each of the two, three … `longest` tokens
  /// that end with it, which a hash finds among `rows` of them (Pagnoni et al. 2024).
  ///
  /// `numbers` stand for the tokens in the hash; nil for their ids.
  case ngrams(size: Int, longest: Int, rows: Int, numbers: [Int32]? = nil)
}

extension TokenEncoding {
  /// The tokens of the longest n-grams that have rows; 1 where there are none.
  public var longestNGram: Int { if case .ngrams(_, let longest, _, _) = self { longest } else { 1 } }
  /// The rows that n-grams share.
  public var nGramRows: Int? { if case .ngrams(_, _, let rows, _) = self { rows } else { nil } }
}

/// What the network reads at each step.
public enum NetworkInput: Codable, Equatable, Sendable {
  /// One of `vocabularySize` tokens.
  case tokens(vocabularySize: Int, encoding: TokenEncoding)
  /// `size` numbers.
  case features(size: Int)

  /// How tokens enter; nil for numbers.
  public var encoding: TokenEncoding? { if case .tokens(_, let encoding) = self { encoding } else { nil } }

  /// D of the first layer.
  public var size: Int {
    switch self {
    case .tokens(let vocabularySize, .oneHot): vocabularySize
    case .tokens(_, .embedding(let size)), .tokens(_, .ngrams(let size, _, _, _)): size
    case .features(let size): size
    }
  }
}

/// One recurrent layer.
public struct LayerConfiguration: Equatable, Sendable {
  /// H, the number of cells in each direction.
  public var hiddenSize: Int
  /// What its cells are.
  public var cell: CellKind
  /// Whether a second set of cells reads the steps backwards (Schuster and Paliwal 1997); the output is then twice as
  /// wide.
  public var isBidirectional: Bool

  /// A layer; of the usual cells in one direction unless it is said.
  public init(hiddenSize: Int, cell: CellKind = .gated(CellVariant()), isBidirectional: Bool = false) {
    (self.hiddenSize, self.cell, self.isBidirectional) = (hiddenSize, cell, isBidirectional)
  }

  /// A layer of LSTM cells of some variant.
  public init(hiddenSize: Int, variant: CellVariant, isBidirectional: Bool = false) {
    self.init(hiddenSize: hiddenSize, cell: .gated(variant), isBidirectional: isBidirectional)
  }

  /// The gates of its cells.
  public var variant: CellVariant { cell.variant }

  /// The size of what the next layer reads.
  public var outputSize: Int { (isBidirectional ? 2 : 1) * cell.outputSize(hiddenSize: hiddenSize) }
}

/// The properties of the kind of cell stand beside the layer's own.
extension LayerConfiguration: Codable {
  private enum CodingKeys: String, CodingKey { case hiddenSize, isBidirectional }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      hiddenSize: try values.decode(Int.self, forKey: .hiddenSize), cell: try CellKind(from: decoder),
      isBidirectional: try values.decode(Bool.self, forKey: .isBidirectional))
  }

  /// Writes the size, the kind of cell and the directions.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(hiddenSize, forKey: .hiddenSize)
    try values.encode(isBidirectional, forKey: .isBidirectional)
    try cell.encode(to: encoder)
  }
}

/// Which steps are predicted from.
public enum Readout: Codable, Equatable, Sendable {
  /// Every step, with a state carried from chunk to chunk: many to many.
  case everyStep
  /// The last step of a window of so many, each window from the empty state: many to one.
  case lastStep(window: Int)
}

/// What is predicted, and what the loss is.
public enum NetworkOutput: Codable, Equatable, Sendable {
  /// One of `classes`, softmax with cross-entropy.
  case softmax(classes: Int)
  /// `size` numbers, with squared error.
  case linear(size: Int)

  /// The number of outputs.
  public var size: Int {
    switch self {
    case .softmax(let classes): classes
    case .linear(let size): size
    }
  }
}

/// Everything that fixes a network's shape: enough to build it, declare its parameters and count them.
///
/// Four parts in a row: an input, a stack of recurrent layers, a readout and an output.
public struct ModelConfiguration: Codable, Equatable, Sendable {
  /// What enters.
  public var input: NetworkInput
  /// From the input upwards.
  public var layers: [LayerConfiguration]
  /// Which steps are predicted from.
  public var readout: Readout
  /// What leaves.
  public var output: NetworkOutput
  /// The fraction of each layer's outputs dropped during training, before the next layer and before the output
  /// (Zaremba, Sutskever and Vinyals 2014).
  public var dropout: Float
  /// The fraction of the hidden state dropped on its way to the next step during training, the same cells at every step of
  /// a chunk (Gal and Ghahramani 2016).
  public var recurrentDropout: Float

  /// A configuration; `validate()` says whether it can be built.
  public init(
    input: NetworkInput, layers: [LayerConfiguration], readout: Readout = .everyStep, output: NetworkOutput,
    dropout: Float = 0, recurrentDropout: Float = 0
  ) {
    (self.input, self.layers, self.readout, self.output) = (input, layers, readout, output)
    (self.dropout, self.recurrentDropout) = (dropout, recurrentDropout)
  }

  /// A character model of the usual cells.
  public init(vocabularySize: Int, input: TokenEncoding, hiddenSizes: [Int], dropout: Float = 0) {
    self.init(
      input: .tokens(vocabularySize: vocabularySize, encoding: input),
      layers: hiddenSizes.map { LayerConfiguration(hiddenSize: $0) }, output: .softmax(classes: vocabularySize),
      dropout: dropout)
  }

  /// V, the number of tokens; 0 for a network that reads numbers.
  public var vocabularySize: Int {
    if case .tokens(let vocabularySize, _) = input { vocabularySize } else { 0 }
  }

  /// Makes it a configuration of other tokens; it has to be one of tokens.
  ///
  /// - origins: where each new token comes from. In n-grams a new token stands for what its origin stood for.
  public mutating func setVocabulary(origins: [TokenOrigin]) {
    guard case .tokens(let former, var encoding) = input else { preconditionFailure("tokens for a network of numbers") }
    if case .ngrams(let size, let longest, let rows, let numbers) = encoding {
      let old = numbers ?? (0..<Int32(former)).map { $0 }
      var next = (old.max() ?? 0) + 1
      let new = origins.map { origin in
        switch origin {
        case .token(let token), .relative(let token, _): return old[token]
        case .mean:
          next += 1
          return next - 1
        }
      }
      encoding = .ngrams(size: size, longest: longest, rows: rows, numbers: new)
    }
    input = .tokens(vocabularySize: origins.count, encoding: encoding)
    output = .softmax(classes: origins.count)
  }

  /// The steps of a window; nil for a state that is carried on.
  public var window: Int? {
    if case .lastStep(let window) = readout { window } else { nil }
  }

  /// Throws the first thing that keeps the network from being built.
  public func validate() throws(NetworkError) {
    switch input {
    case .tokens(let vocabularySize, let encoding):
      try check("vocabulary size", vocabularySize, 1...65_536)
      switch encoding {
      case .oneHot: break
      case .embedding(let size): try check("embedding size", size, 1...65_536)
      case .ngrams(let size, let longest, let rows, let numbers):
        try check("embedding size", size, 1...65_536)
        try check("the length of n-grams", longest, 2...16)
        try check("the rows of n-grams", rows, 1...1 << 24)
        guard let numbers else { break }
        try check("the number of n-gram numbers", numbers.count, vocabularySize...vocabularySize)
        for number in numbers { try check("an n-gram number", Int(number), 0...1 << 24) }
      }
    case .features(let size): try check("the number of features", size, 1...65_536)
    }
    try check("the number of outputs", output.size, 1...65_536)
    try check("the number of layers", layers.count, 1...64)
    for layer in layers { try check("hidden size", layer.hiddenSize, 1...16_384) }
    if let window { try check("window", window, 1...65_536) }
    guard dropout >= 0, dropout < 1 else { throw .dropout(dropout) }
    guard recurrentDropout >= 0, recurrentDropout < 1 else { throw .recurrentDropout(recurrentDropout) }
    if window == nil && layers.contains(where: \.isBidirectional) { throw .bidirectionalStream }
    for layer in layers { try layer.cell.validate(hiddenSize: layer.hiddenSize) }
  }

  private func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) throws(NetworkError) {
    guard allowed.contains(value) else { throw .size(name: name, value: value, allowed: allowed) }
  }
}
