/// What a character is, as far as its errors are told apart.
public enum CharacterKind: String, CaseIterable, Sendable {
  /// A small letter.
  case lowerCase = "lower-case letters"
  /// A capital letter.
  case upperCase = "upper-case letters"
  /// A letter of a script without case.
  case otherLetter = "letters without case"
  /// A number of any script.
  case digit = "digits"
  /// White space within a line.
  case blank = "blanks"
  /// The end of a line.
  case lineEnd = "line ends"
  /// All else: punctuation and symbols.
  case punctuation = "punctuation and symbols"

  /// The kind of a unit of text, by its first character.
  init(_ unit: String) {
    guard let first = unit.first else {
      self = .punctuation
      return
    }
    self =
      if first.isNewline { .lineEnd } else if first.isWhitespace { .blank } else if first.isNumber {
        .digit
      } else if first.isLetter {
        first.isUppercase ? .upperCase : first.isLowercase ? .lowerCase : .otherLetter
      } else { .punctuation }
  }

  /// Whether words consist of it.
  var isInWord: Bool {
    switch self {
    case .lowerCase, .upperCase, .otherLetter, .digit: true
    case .blank, .lineEnd, .punctuation: false
    }
  }

  /// Whether it stands between words.
  var isSpace: Bool { self == .blank || self == .lineEnd }
}
