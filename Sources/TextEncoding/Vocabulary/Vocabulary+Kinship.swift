internal import CICU

/// What a vocabulary knows of a unit of another one.
public enum UnitKinship: Equatable, Sendable {
  /// The unit itself.
  case same(TokenID)
  /// A unit that is used alike: the letter without its accents, or in the other case.
  case related(TokenID)
  /// Nothing.
  case stranger
}

extension Vocabulary {
  /// The unit of this vocabulary that is nearest to a token of another one: itself, the letter in the other case, the
  /// letter without its marks, or that in the other case. The unknown token is a stranger where this vocabulary has none.
  ///
  /// - id: a token of `other`.
  public func kin(of id: TokenID, in other: Vocabulary) -> UnitKinship {
    guard id != other.unknownID else { return unknownID.map { .same($0) } ?? .stranger }
    let bytes = other.bytes(of: id)
    if let same = self.id(ofBytes: bytes) { return .same(same) }
    guard unit != .byte, other.unit != .byte else { return .stranger }
    let text = String(decoding: bytes, as: UTF8.self)
    let base = Self.withoutMarks(text)
    for candidate in [Self.otherCase(of: text), base, Self.otherCase(of: base)] {
      if let related = self.id(of: candidate) { return .related(related) }
    }
    return .stranger
  }

  private static func otherCase(of text: String) -> String {
    let lower = text.lowercased()
    return lower == text ? text.uppercased() : lower
  }

  /// The first code point of the canonical decomposition, behind which accents stand.
  private static func withoutMarks(_ text: String) -> String {
    let source = Array(text.utf16)
    var target = [UInt16](repeating: 0, count: 8 * source.count + 16)
    let length = textgen_normalize(
      textgen_normalizer_nfd(), source, Int32(source.count), &target, Int32(target.count))
    guard length > 0, length <= target.count else { return text }
    let decomposed = String(decoding: target[..<Int(length)], as: UTF16.self)
    return decomposed.unicodeScalars.first.map { String(Character($0)) } ?? text
  }
}
