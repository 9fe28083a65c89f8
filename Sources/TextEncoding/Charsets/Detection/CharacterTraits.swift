internal import CICU

/// What Unicode says of the characters of the Basic Multilingual Plane, looked up once.
struct CharacterTraits: Sendable {
  /// The traits of all characters.
  static let all = CharacterTraits()

  /// What a character is in a text.
  enum Kind: UInt8, Sendable {
    case lowercase, uppercase, otherLetter, digit, space, mark
    /// A vowel that is written before its consonant, as in Thai.
    case leadingVowel
    /// Quotation marks and dashes.
    case punctuation
    /// An apostrophe or a joiner, which may stand within a word.
    case joining
    /// What else a printed page has between its words, such as an ellipsis or the sign of degrees.
    case sign
    /// What hardly any text has.
    case symbol
    /// Nothing that a text has: a control, private or unassigned character.
    case none
  }

  private let kinds: [Kind]
  private let scripts: [UInt8]

  private init() {
    kinds = (0...UInt32(UInt16.max)).map { Self.kind(of: $0) }
    scripts = (0...UInt32(UInt16.max)).map { Self.script(of: $0) }
  }

  /// What a character is.
  func kind(of codeUnit: UInt16) -> Kind { kinds[Int(codeUnit)] }

  /// The number of a letter's script; 0 of what belongs to none.
  func script(of codeUnit: UInt16) -> UInt8 { scripts[Int(codeUnit)] }

  private static func kind(of scalar: UInt32) -> Kind {
    if scalar == 0xFFFD { return .none }
    if textgen_precedes_its_consonant(scalar) != 0 { return .leadingVowel }
    if scalar == 0x2019 { return .joining }
    if [0xA7, 0xAA, 0xB0, 0xBA].contains(scalar) { return .sign }
    if [0xB6, 0x2020, 0x2021, 0x2030].contains(scalar) { return .symbol }
    // In the order of ICU's general categories.
    switch textgen_general_category(scalar) {
    case 1, 3: return .uppercase
    case 2: return .lowercase
    case 4, 5: return .otherLetter
    case 6, 7, 8: return .mark
    case 9, 10: return .digit
    case 12, 13, 14: return .space
    case 16: return .joining
    case 19...22, 28, 29: return .punctuation
    case 23, 25: return .sign
    case 11, 24, 26, 27: return .symbol
    case 15 where (0x09...0x0D).contains(scalar): return .space
    default: return .none
    }
  }

  private static func script(of scalar: UInt32) -> UInt8 {
    let script = textgen_script(scalar)
    // Bopomofo, Han, Hangul, Hiragana and Katakana are written together, and with Latin letters between them.
    if script <= 1 || [5, 17, 18, 20, 22].contains(script) { return 0 }
    return UInt8(truncatingIfNeeded: min(script, 255))
  }
}
