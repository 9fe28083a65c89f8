import Notation

/// The first cell of a line below the rows, as far as it tells a total or a note from a row.
struct RemarkLabel {
  /// The cell.
  let text: String
  /// The cell without the signs of notes at its beginning, which provisional values have as well.
  private let unmarked: String
  private let isCopyright: Bool

  init(_ text: String) {
    self.text = text
    let plain = text.lowercased()
    if let sign = ["©", "(c)"].first(where: plain.hasPrefix) {
      (unmarked, isCopyright) = (String(text.dropFirst(sign.count)), true)
      return
    }
    let isMarked = ["*", "†", "‡", "--", "==", "__"].contains(where: plain.hasPrefix)
    (unmarked, isCopyright) = (isMarked ? String(text.drop { "*†‡-=_ ".contains($0) }) : text, false)
  }

  /// Whether it begins with the sign of a note.
  var isMarked: Bool { unmarked.count < text.count }

  /// Whether it is a value of a column behind the sign of a note, or may be one that is cut off.
  func isMarkedValue(in column: CellContent, ofDates: Bool) -> Bool {
    guard isMarked, !isCopyright else { return false }
    let content = CellContent(unmarked)
    return content == .date || content == .number && column == .number || DateText.hasShape(unmarked)
      || ofDates && unmarked.contains(where: \.isNumber) && !unmarked.contains(where: \.isLetter)
  }

  /// Whether it begins like a total, a source or a note.
  var isRemark: Bool {
    let words = firstWords
    return words.first.map(RemarkLabel.words.contains) ?? false
      || RemarkLabel.phrases.contains(words.prefix(2).joined(separator: " "))
  }

  /// The same, also behind another word, as in `Running total`.
  var isRemarkBehindAWord: Bool { isRemark || firstWords.contains(where: RemarkLabel.words.contains) }

  /// Whether it has words and no digits, and none of the words is a weekday, a month, or one that people write for a date.
  var isNoDate: Bool {
    let words = text.lowercased().split { !$0.isLetter }.map(String.init)
    return words.contains { $0.count > 2 } && !text.contains(where: \.isNumber)
      && !words.contains(where: RemarkLabel.wordsForDates.contains) && !words.allSatisfy(DateLanguages.isName)
  }

  private var firstWords: [String] {
    unmarked.lowercased().split(separator: " ", maxSplits: 2).prefix(2).map { String($0.prefix { $0.isLetter }) }
  }

  private static let words: Set = [
    "total", "totals", "subtotal", "sum", "mean", "average", "avg", "median", "minimum", "maximum", "note", "notes",
    "source", "sources", "copyright", "disclaimer", "remark", "remarks", "footnote", "footnotes", "summe", "gesamt",
    "insgesamt", "gesamtergebnis", "gesamtsumme", "mittel", "mittelwert", "durchschnitt", "quelle", "quellen",
    "hinweis",
    "hinweise", "anmerkung", "anmerkungen", "bemerkung", "totale", "somme", "moyenne", "remarque", "remarques", "suma",
    "promedio", "fuente", "nota", "notas", "retrieved", "updated", "generated", "exported", "created", "downloaded",
    "stand", "erstellt", "abgerufen", "totaal", "eindtotaal", "gemiddelde", "bron", "celkem", "razem", "итого", "всего",
    "合计", "合計", "总计", "總計", "総計",
  ]
  private static let phrases: Set = [
    "grand total", "grand totals", "overall total", "last updated", "last update", "last modified", "as of", "as at",
    "data source", "data sources", "celkový součet", "общий итог",
  ]
  private static let wordsForDates: Set = [
    "unknown", "undated", "today", "yesterday", "now", "tbd", "tba", "pending", "unbekannt", "heute", "gestern",
    "inconnu", "inconnue",
  ]
}
