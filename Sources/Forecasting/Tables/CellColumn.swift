import Notation

/// The cells of a column, or what those of several say together, one a row.
package struct CellColumn: Sendable {
  /// Where the cells are.
  private enum Content {
    case column(CSVSheet, Int)
    case texts([String], line: @Sendable (_ row: Int) -> Int)
  }

  /// The column's name.
  package let name: String
  private let content: Content

  /// A column of a sheet.
  package init(_ sheet: CSVSheet, _ column: Int) {
    (name, content) = (sheet.names[column], .column(sheet, column))
  }

  /// Texts that were made of several cells.
  ///
  /// - line: of each row.
  package init(name: String, texts: [String], line: @escaping @Sendable (_ row: Int) -> Int) {
    (self.name, content) = (name, .texts(texts, line: line))
  }

  /// The number of rows.
  package var count: Int {
    switch content {
    case .column(let sheet, _): sheet.rowCount
    case .texts(let texts, _): texts.count
    }
  }

  /// What the cell of a row holds.
  package func text(_ row: Int) -> String {
    switch content {
    case .column(let sheet, let column): sheet.text(row, column)
    case .texts(let texts, _): texts[row]
    }
  }

  /// What the cells hold, row by row.
  package var texts: some RandomAccessCollection<String> { (0..<count).lazy.map(text) }

  /// The cell of a row, for messages.
  package func cell(_ row: Int) -> SeriesCell {
    let line =
      switch content {
      case .column(let sheet, _): sheet.line(row)
      case .texts(_, let line): line(row)
      }
    return SeriesCell(line: line, column: name, text: text(row))
  }

  /// Calls `body` with the bytes of all cells, from the first row to the last.
  package func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    switch content {
    case .column(let sheet, let column): sheet.forEachCell(column, body)
    case .texts(let texts, _):
      for var text in texts { text.withUTF8(body) }
    }
  }

  /// The cells of some rows, in this order.
  package func rows(_ rows: [Int]) -> CellColumn {
    switch content {
    case .column(let sheet, let column): CellColumn(sheet.withRows(rows), column)
    case .texts(let texts, let line): CellColumn(name: name, texts: rows.map { texts[$0] }) { line(rows[$0]) }
    }
  }
}
