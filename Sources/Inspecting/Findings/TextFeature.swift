/// A property of a text, one number a character, that a cell might have learnt to follow.
///
/// A value is what a reader knows once the character has been read, as a cell does: an opening quotation mark is
/// inside its quotation, the closing one outside.
public enum TextFeature: String, CaseIterable, Codable, Sendable {
  /// Characters since the last line end.
  case linePosition
  /// 1 between double quotation marks of any shape.
  case insideQuotes
  /// How many brackets are open.
  case bracketDepth
  /// The columns of white space before the line's first word, a tab counting four.
  case indentation
  /// Letters and digits of the word so far, 0 between words.
  case wordPosition
  /// 1 on a line end: the next character begins a line.
  case lineStart
  /// 1 on an upper-case letter.
  case upperCase

  /// The feature in words.
  public var name: String {
    switch self {
    case .linePosition: "position in the line"
    case .insideQuotes: "inside quotation marks"
    case .bracketDepth: "depth of brackets"
    case .indentation: "indentation of the line"
    case .wordPosition: "position in the word"
    case .lineStart: "start of a line"
    case .upperCase: "upper case"
    }
  }

  /// The feature of every character; of a unit of several characters, by its first. O(T).
  public func values(of characters: [String]) -> [Double] {
    let text = MarkedText(characters)
    switch self {
    case .linePosition: return text.running(0) { $1.isLineEnd ? 0 : $0 + 1 }
    case .insideQuotes: return text.quotes()
    case .bracketDepth: return text.brackets()
    case .indentation: return text.indentations()
    case .wordPosition: return text.running(0) { $1.isInWord ? $0 + 1 : 0 }
    case .lineStart: return text.marks.map { $0.isLineEnd ? 1 : 0 }
    case .upperCase: return text.marks.map { $0.character.isUppercase ? 1 : 0 }
    }
  }
}
