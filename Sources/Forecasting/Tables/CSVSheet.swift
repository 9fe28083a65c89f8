import Notation

/// The names and rows of a table, which stay in its text until somebody asks for a column.
///
/// Memory: the text, and a number a row.
package struct CSVSheet: Sendable {
  /// What messages call the text.
  package let source: String
  /// The columns' names; a column without one is called `column 3`.
  package let names: [String]
  /// The columns that have a name.
  package let isNamed: [Bool]
  /// The lines that were not read as rows.
  package let passed: PassedLines
  /// The text, with its delimiter.
  package let text: CSVText
  /// Where all rows of the text stand.
  private let places: RowPlaces
  /// The rows that belong to the sheet, in its order; nil of all.
  private let selection: [Int]?

  /// Reads a text in UTF-8.
  ///
  /// Blank lines are passed over; but where there is one column only, one within the rows is a missing value. Fields without
  /// name or content at the end of a row are left out.
  ///
  /// - headerLine: the line that has the names, from 1; nil to find it.
  /// - progress: is told now and then how many bytes are behind.
  /// - Throws: `quotation`, `empty`, `noHeader`, `nameCount`, `namesDelimiter`, `unclearHeader`, `noSuchLine`, `noRows`,
  ///   `fieldCount`, `mixedDelimiters`.
  package init(
    _ bytes: [UInt8], source: String, headerLine: Int? = nil, progress: (Int) -> Void = { _ in }
  ) throws(ForecastingError) {
    let layout = try TableLayout(bytes, source: source, headerLine: headerLine)
    if layout.header.isBroken { throw .quotation(source: source, line: layout.header.line) }
    let body = TableBody(layout, progress: progress)
    (self.source, text, places, passed, selection) = (source, layout.text, body.places, body.passed, nil)
    isNamed = layout.names.map { !$0.isEmpty }
    names = layout.names.enumerated().map { $1.isEmpty ? "column \($0 + 1)" : $1 }
    guard places.count > 0 else { throw .noRows(source: source) }
    if let line = body.brokenLine { throw .quotation(source: source, line: line) }
    if let mixed = body.mixed {
      throw .mixedDelimiters(
        source: source, first: Character(UnicodeScalar(text.delimiter)), line: mixed.line,
        found: mixed.delimiter.rawValue)
    }
    guard body.wrong.isEmpty else {
      throw .fieldCount(
        source: source, expected: names.count, first: Array(body.wrong.prefix(3)), count: body.wrong.count)
    }
  }

  /// The number of rows.
  package var rowCount: Int { selection?.count ?? places.count }

  private func place(_ row: Int) -> Int { selection?[row] ?? row }

  /// The line in which a row begins, from 1.
  package func line(_ row: Int) -> Int { places.line(place(row)) }

  /// What a cell holds.
  package func text(_ row: Int, _ column: Int) -> String { text.field(column, at: places.starts[place(row)]) }

  /// What the column of this index holds, row by row.
  package func texts(_ column: Int) -> some RandomAccessCollection<String> {
    (0..<rowCount).lazy.map { text($0, column) }
  }

  /// Calls `body` with the bytes of all cells of a column, from the first row to the last.
  package func forEachCell(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    if let selection {
      text.forEachField(column, count: selection.count, start: { places.starts[selection[$0]] }, body)
    } else {
      text.forEachField(column, count: places.count, start: { places.starts[$0] }, body)
    }
  }

  /// The same names over some of the rows, in this order.
  package func withRows(_ rows: [Int]) -> CSVSheet { CSVSheet(self, selection: rows.map(place)) }

  /// The same names over the rows from the last to the first.
  package var reversed: CSVSheet { withRows((0..<rowCount).reversed()) }

  private init(_ sheet: CSVSheet, selection: [Int]) {
    (source, names, isNamed, passed) = (sheet.source, sheet.names, sheet.isNamed, sheet.passed)
    (text, places, self.selection) = (sheet.text, sheet.places, selection)
  }

  /// One cell of a column.
  package func cell(row: Int, _ column: Int) -> SeriesCell {
    SeriesCell(line: line(row), column: names[column], text: text(row, column))
  }
}
