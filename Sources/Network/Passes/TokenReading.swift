/// Tokens that can be read by their places.
public protocol TokenReading: Sendable {
  /// The number of tokens.
  var count: Int { get }
  /// Overwrites the first `range.count` elements of `target` with the tokens of a range.
  func copyTokens(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<Int32>)
}

extension TokenReading {
  /// Writes the tokens from `start` on, one for every step, as column `column` of `[T, B]` tokens. A place before
  /// `first`, or behind the last one before `end`, is read as the nearest place between them.
  public func write(
    from start: Int, notBefore first: Int = 0, upTo end: Int, to column: Int, of target: inout [Int32], streams: Int,
    buffer: inout [Int32]
  ) {
    let steps = target.count / streams
    if buffer.count < steps { buffer = [Int32](repeating: 0, count: steps) }
    let inside = max(first, min(start, end - 1))..<max(first + 1, min(start + steps, end))
    buffer.withUnsafeMutableBufferPointer { copyTokens(inside, into: $0) }
    target.fillColumn(column, of: streams) { t in
      buffer[min(max(start + t, inside.lowerBound), inside.upperBound - 1) - inside.lowerBound]
    }
  }
}

extension [Int32] {
  /// Overwrites column `column` of `[T, B]` tokens: one stream's token for every step.
  @inlinable
  public mutating func fillColumn(_ column: Int, of streams: Int, _ token: (_ step: Int) -> Int32) {
    for t in 0..<count / streams { self[t * streams + column] = token(t) }
  }
}

/// Tokens in memory.
public struct TokenList: TokenReading {
  private let tokens: [Int32]

  /// Tokens.
  public init(_ tokens: [Int32]) { self.tokens = tokens }

  /// The number of tokens.
  public var count: Int { tokens.count }

  /// See `TokenReading`.
  public func copyTokens(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<Int32>) {
    for (place, index) in range.enumerated() { target[place] = tokens[index] }
  }
}
