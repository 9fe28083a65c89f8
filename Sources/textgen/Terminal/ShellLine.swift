import Notation

/// A command in a line that somebody may type or copy.
enum ShellLine {
  /// The command in lines of at most so many cells, where its words allow that: a line that goes on ends with a backslash, and
  /// what is quoted stays together.
  static func wrapped(_ line: String, columns: Int) -> String {
    var lines = [""]
    for word in words(of: line) {
      let last = lines[lines.count - 1]
      let isTooLong = TextWidth.cells(last) + TextWidth.cells(word) + 3 > columns
      if last.contains(where: { $0 != " " }) && isTooLong {
        lines[lines.count - 1] = last + " \\"
        lines.append("    " + word)
      } else {
        lines[lines.count - 1] = last.isEmpty ? word : "\(last) \(word)"
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The words between spaces outside of quotation marks; an indentation is the beginning of the first one.
  private static func words(of line: String) -> [String] {
    var words: [String] = []
    var (word, isQuoted) = ("", false)
    for character in line {
      if character == "'" { isQuoted.toggle() }
      if character == " ", !isQuoted, word.contains(where: { $0 != " " }) {
        words.append(word)
        word = ""
      } else {
        word.append(character)
      }
    }
    return words + [word]
  }
}
