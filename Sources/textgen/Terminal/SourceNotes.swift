import Notation
import TextEncoding

extension CorpusReport.Source {
  /// What somebody has to know of how a source was read: its charset, where that was guessed, and what was dropped or
  /// replaced.
  var notes: [String] {
    var notes: [String] = []
    if let guess { notes.append("\(name): \(guess.sentence)") }
    if markCount > 0 {
      notes.append(
        "\(name): \(counted(markCount, "byte order mark")) within the text \(markCount == 1 ? "was" : "were") dropped; "
          + "joined files have such marks")
    }
    if replacedCount > 0 { notes.append("\(name): \(replacedCount) malformed bytes were replaced by U+FFFD") }
    return notes
  }
}

extension [CorpusReport.Source] {
  /// What somebody has to know of how several sources were read as one text.
  var notes: [String] {
    let unended = filter(\.lacksLineEnd)
    guard let first = unended.first else { return flatMap(\.notes) }
    let joined =
      unended.count == 1
      ? "\(first.name) ends without a line end; one was put between it and the next file"
      : "\(unended.count) files, the first of them \(first.name), end without a line end; one was put between each and the next"
    return flatMap(\.notes) + [joined]
  }
}

extension CharsetGuess {
  /// The charset, how sure it is, and what to do where it is not.
  fileprivate var sentence: String {
    let shown = letters.isEmpty ? "" : ", with letters such as \(letters.map(String.init).joined(separator: " "))"
    let certainty =
      switch doubt {
      case nil: "sure"
      case .rival(let charset):
        "unsure, since \(charset) is nearly as likely and gives another text; name the right one with --charset"
      case .misfit:
        "unsure, since no language has such letters and signs together; name the right one with --charset"
      }
    return "the charset is guessed to be \(charset)\(shown): \(certainty)"
  }
}

extension UnknownCharacters {
  /// A line for each line of the text that has such characters, ten at most.
  ///
  /// - cost: what each of them counts.
  func notes(cost: String) -> [String] {
    guard count > 0 else { return [] }
    var notes = lines.map { line in
      (line.source.map { "\($0): " } ?? "")
        + "line \(line.number): the model does not know \(counted(line.count, "character"))"
        + (line.count == 1 ? ", \(line.first)" : ", the first of them \(line.first)")
    }
    if lineCount > lines.count { notes.append("\(counted(lineCount - lines.count, "more line")) with such characters") }
    let verb = count == 1 ? "counts" : "count"
    return notes + ["\(counted(count, "character")) that the model does not know \(verb) \(cost)"]
  }
}
