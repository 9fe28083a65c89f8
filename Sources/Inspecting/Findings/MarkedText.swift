/// A text with its line ends and words marked, over which the features are counted.
struct MarkedText {
  struct Mark {
    let character: Character
    let isLineEnd: Bool
    /// Whether it is the end of an empty line.
    let endsParagraph: Bool
    var isInWord: Bool { character.isLetter || character.isNumber }
  }

  let marks: [Mark]

  init(_ characters: [String]) {
    // A unit without characters is an unprintable one: no feature, but it takes its place.
    let firsts = characters.map { $0.first ?? "\u{FFFD}" }
    var isLineEmpty = false
    marks = firsts.indices.map { at in
      let character = firsts[at]
      let isHalf = character == "\r" && at + 1 < firsts.count && firsts[at + 1] == "\n"
      let isLineEnd = character.isNewline && !isHalf
      let endsParagraph = isLineEnd && isLineEmpty
      if isLineEnd { isLineEmpty = true } else if !character.isWhitespace { isLineEmpty = false }
      return Mark(character: character, isLineEnd: isLineEnd, endsParagraph: endsParagraph)
    }
  }

  func running(_ start: Double, _ next: (Double, Mark) -> Double) -> [Double] {
    var value = start
    return marks.map { mark in
      value = next(value, mark)
      return value
    }
  }

  /// 1 from an opening mark up to its closing one. An empty line closes a quotation, so that one forgotten mark
  /// does not turn the rest of the text inside out.
  func quotes() -> [Double] {
    let partners: [Character: Set<Character>] = [
      "\"": ["\""], "“": ["”"], "„": ["“", "”"], "”": ["”"], "«": ["»"], "»": ["«"], "「": ["」"],
    ]
    var closing: Set<Character>?
    return marks.map { mark in
      if mark.endsParagraph || closing?.contains(mark.character) == true {
        closing = nil
      } else if closing == nil {
        closing = partners[mark.character]
      }
      return closing == nil ? 0 : 1
    }
  }

  /// A bracket closes its last open partner and whatever was left open inside. An empty line closes round and
  /// square ones, which a smiling face may have opened; braces last, because code has empty lines inside them.
  func brackets() -> [Double] {
    let partners: [Character: Character] = [")": "(", "]": "[", "}": "{", "）": "（"]
    let openers = Set(partners.values)
    var open: [Character] = []
    return marks.map { mark in
      if mark.endsParagraph {
        open.removeAll { $0 != "{" }
      } else if openers.contains(mark.character) {
        open.append(mark.character)
      } else if let partner = partners[mark.character], let at = open.lastIndex(of: partner) {
        open.removeSubrange(at...)
      }
      return Double(open.count)
    }
  }

  /// White space before the first other character of a line, kept to the line's end.
  func indentations() -> [Double] {
    var (indentation, isBefore) = (0.0, true)
    var isAfterLineEnd = true
    return marks.map { mark in
      if isAfterLineEnd { (indentation, isBefore) = (0, true) }
      isAfterLineEnd = mark.isLineEnd
      isBefore = isBefore && mark.character.isWhitespace && !mark.isLineEnd
      if isBefore { indentation += mark.character == "\t" ? 4 : 1 }
      return indentation
    }
  }
}
