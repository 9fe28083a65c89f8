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
  func quotes() -> [Double] { quotations { _, _ in } }

  /// - closed: receives the places of a closing mark and of its opening one.
  private func quotations(_ closed: (_ closing: Int, _ opening: Int) -> Void) -> [Double] {
    let partners: [Character: Set<Character>] = [
      "\"": ["\""], "“": ["”"], "„": ["“", "”"], "”": ["”"], "«": ["»"], "»": ["«"], "「": ["」"],
    ]
    var closing: Set<Character>?
    var opening = 0
    return marks.enumerated().map { place, mark in
      if closing?.contains(mark.character) == true {
        closed(place, opening)
        closing = nil
      } else if mark.endsParagraph {
        closing = nil
      } else if closing == nil {
        (closing, opening) = (partners[mark.character], place)
      }
      return closing == nil ? 0 : 1
    }
  }

  /// A bracket closes its last open partner and whatever was left open inside. An empty line closes round and
  /// square ones, which a smiling face may have opened; braces last, because code has empty lines inside them.
  func brackets() -> [Double] { depths { _, _ in } }

  /// - closed: receives the places of a closing bracket and of its opening one.
  private func depths(_ closed: (_ closing: Int, _ opening: Int) -> Void) -> [Double] {
    let partners: [Character: Character] = [")": "(", "]": "[", "}": "{", "）": "（"]
    let openers = Set(partners.values)
    var open: [(character: Character, place: Int)] = []
    return marks.enumerated().map { place, mark in
      if mark.endsParagraph {
        open.removeAll { $0.character != "{" }
      } else if openers.contains(mark.character) {
        open.append((mark.character, place))
      } else if let partner = partners[mark.character], let at = open.lastIndex(where: { $0.character == partner }) {
        closed(place, open[at].place)
        open.removeSubrange(at...)
      }
      return Double(open.count)
    }
  }

  /// For each closing bracket or quotation mark the place of its opening; nil elsewhere.
  func openings() -> [Int?] {
    var openings = [Int?](repeating: nil, count: marks.count)
    _ = quotations { openings[$0] = $1 }
    _ = depths { openings[$0] = $1 }
    return openings
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
