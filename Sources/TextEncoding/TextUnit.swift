/// The index of a unit in a `Vocabulary`.
public typealias TokenID = Int32

/// What one token of a text stands for.
public enum TextUnit: String, Codable, Sendable, CaseIterable {
  /// An extended grapheme cluster (UAX 29): what a reader takes for one character.
  case grapheme
  /// One Unicode scalar value.
  case codepoint
  /// One raw byte; the text is neither decoded nor normalised.
  case byte
}
