/// How token ids enter the network.
public enum InputEncoding: Codable, Equatable, Sendable {
  /// A unit vector of V elements.
  case oneHot
  /// A learned vector of `size` elements.
  case embedding(size: Int)

  /// D of the first layer.
  func size(vocabularySize: Int) -> Int {
    switch self {
    case .oneHot: vocabularySize
    case .embedding(let size): size
    }
  }
}

/// Everything that fixes a network's shape: enough to build it, declare its parameters and count them.
public struct ModelConfiguration: Codable, Equatable, Sendable {
  /// V, the number of tokens.
  public var vocabularySize: Int
  /// How tokens enter.
  public var input: InputEncoding
  /// H of each layer, from the input upwards.
  public var hiddenSizes: [Int]
  /// Share of each layer's outputs dropped during training, before the next layer and before the head
  /// (Zaremba, Sutskever and Vinyals 2014).
  public var dropout: Float

  /// A configuration; `validate()` says whether it can be built.
  public init(vocabularySize: Int, input: InputEncoding, hiddenSizes: [Int], dropout: Float = 0) {
    self.vocabularySize = vocabularySize
    self.input = input
    self.hiddenSizes = hiddenSizes
    self.dropout = dropout
  }

  /// Throws the first thing that keeps the network from being built.
  public func validate() throws(NetworkError) {
    try check("vocabulary size", vocabularySize, 1...65_536)
    if case .embedding(let size) = input { try check("embedding size", size, 1...65_536) }
    try check("the number of layers", hiddenSizes.count, 1...64)
    for size in hiddenSizes { try check("hidden size", size, 1...16_384) }
    guard dropout >= 0, dropout < 1 else { throw .dropout(dropout) }
  }

  private func check(_ name: String, _ value: Int, _ allowed: ClosedRange<Int>) throws(NetworkError) {
    guard allowed.contains(value) else { throw .size(name: name, value: value, allowed: allowed) }
  }
}
