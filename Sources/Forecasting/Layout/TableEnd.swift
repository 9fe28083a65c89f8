import Notation

extension TableLayout {
  /// Whether the last line of a table is a total or a note, and no row.
  ///
  /// Lines that begin with a number or a date are never passed over: a file may be cut off in the middle of a row.
  ///
  /// - isWhole: whether the line has as many fields as a row.
  func isRemark(_ fields: [String], isWhole: Bool) -> Bool {
    let cells = fields.map(CellContent.init)
    guard let labelColumn = fields.firstIndex(where: { !$0.isEmpty }), cells[labelColumn] == .text else { return false }
    let label = fields[labelColumn]
    if TableLayout.beginsRemark(label) { return isWhole ? !hasDate(cells) : true }
    guard label.contains(where: \.isLetter) else { return false }
    let hasDigits = label.contains { $0.isNumber }
    if !isWhole { return fields.count == 1 || !hasDigits }
    let fit = RowFit(cells, kinds)
    if let dates = kinds.firstIndex(of: .date) { return cells[dates] == .text && (!hasDigits || fit.isNone) }
    return fit.isNone && kinds.contains(.number) && label.split(separator: " ").count > 2
  }

  private func hasDate(_ cells: [CellContent]) -> Bool { RowFit(cells, kinds).dates > 0 }

  /// Whether a text begins like a total, a source or a note.
  private static func beginsRemark(_ text: String) -> Bool {
    let plain = text.lowercased()
    if ["©", "(c)", "*", "--", "==", "__", "†"].contains(where: plain.hasPrefix) { return true }
    let word = plain.prefix { $0.isLetter }
    return remarks.contains(String(word))
  }

  private static let remarks: Set = [
    "total", "totals", "subtotal", "sum", "mean", "average", "avg", "median", "minimum", "maximum", "note", "notes",
    "source",
    "sources", "copyright", "disclaimer", "remark", "remarks", "footnote", "footnotes", "summe", "gesamt", "insgesamt",
    "gesamtergebnis", "mittel", "mittelwert", "durchschnitt", "quelle", "quellen", "hinweis", "hinweise", "anmerkung",
    "anmerkungen", "bemerkung", "totale", "somme", "moyenne", "remarque", "remarques", "suma", "promedio", "fuente",
    "nota", "notas", "totaal", "gemiddelde", "bron", "celkem", "razem", "итого", "всего", "合计", "合計",
  ]
}
