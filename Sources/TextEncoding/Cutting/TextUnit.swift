/// What one token of a text stands for.
///
/// A *unit* is such a piece of text, of one or several UTF-16 code units. In byte mode a unit is one byte, kept as a
/// code unit below 256.
public enum TextUnit: String, Codable, Sendable, CaseIterable {
  /// An extended grapheme cluster (UAX 29): what a reader takes for one character.
  case grapheme
  /// One Unicode scalar value.
  case codepoint
  /// One raw byte; the text is neither decoded nor normalised.
  case byte
}

/// A piece of UTF-16 text that has been cut: most of any text comes in runs, which cost a fraction of single units.
package enum UnitPiece {
  /// One unit of any length.
  case one(UnsafeBufferPointer<UInt16>)
  /// Units of one code unit each.
  case run(UnsafeBufferPointer<UInt16>)

  /// Calls `body` with every unit.
  @inline(__always)
  package func forEachUnit(
    _ body: (UnsafeBufferPointer<UInt16>) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    switch self {
    case .one(let unit): try body(unit)
    case .run(let units):
      for index in units.indices { try body(UnsafeBufferPointer(rebasing: units[index..<index + 1])) }
    }
  }
}
