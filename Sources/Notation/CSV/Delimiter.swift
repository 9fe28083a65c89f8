/// What separates the fields of a row.
public enum Delimiter: Character, CaseIterable, Sendable {
  /// A tab.
  case tab = "\t"
  /// A semicolon, usual where the decimal mark is a comma.
  case semicolon = ";"
  /// A comma.
  case comma = ","

  /// The delimiter of a text: the first of tab, semicolon and comma that occurs outside quotes equally often in each
  /// of the first five lines that are not blank; else the first that occurs in the first of them; else a comma.
  ///
  /// A comma may be a decimal mark, a semicolon hardly anything else: hence the order.
  package init(detectedIn text: String) {
    let lines = Delimiter.counts(in: text, lines: 5)
    let candidates = Delimiter.allCases.enumerated()
    let regular = candidates.first { index, _ in
      lines.allSatisfy { $0[index] > 0 && $0[index] == lines[0][index] }
    }
    let present = candidates.first { index, _ in lines.first.map { $0[index] > 0 } ?? false }
    self = lines.isEmpty ? .comma : (regular ?? present)?.element ?? .comma
  }

  /// How often each delimiter occurs outside quotes in each of the first lines that are not blank.
  private static func counts(in text: String, lines: Int) -> [[Int]] {
    let delimiters = allCases.map { $0.rawValue }
    let none = [Int](repeating: 0, count: delimiters.count)
    var result: [[Int]] = []
    var (current, isBlank, isQuoted) = (none, true, false)
    for character in text {
      if character.isNewline && !isQuoted {
        if !isBlank { result.append(current) }
        (current, isBlank) = (none, true)
        if result.count == lines { return result }
        continue
      }
      if character == "\"" { isQuoted.toggle() }
      if !isQuoted, let index = delimiters.firstIndex(of: character) { current[index] += 1 }
      isBlank = isBlank && character.isWhitespace
    }
    return isBlank ? result : result + [current]
  }
}
