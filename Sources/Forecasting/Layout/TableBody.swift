import Notation

/// The rows below the names.
struct TableBody {
  /// Where they stand.
  private(set) var places = RowPlaces()
  /// All lines of the table that are no rows.
  private(set) var passed: PassedLines
  /// The rows that have too many fields or too few.
  private(set) var wrong: [FieldCount] = []
  /// The first of them, if it is a row by another delimiter.
  private(set) var mixed: (line: Int, delimiter: Delimiter)?
  /// The line of the first row whose quotation marks do not pair.
  private(set) var brokenLine: Int?

  /// Goes through the text once.
  ///
  /// - progress: is told now and then how many bytes are behind.
  init(_ layout: TableLayout, progress: (Int) -> Void) {
    passed = layout.passed
    let (text, suspects, width) = (layout.text, layout.suspects, layout.names.count)
    // Columns without a name may be missing at the end of a row.
    let least = (layout.names.lastIndex { !$0.isEmpty } ?? 0) + 1
    var (places, passed) = (places, passed)
    var (oddities, told): ([(index: Int, row: CSVRow)], Int) = ([], 0)
    text.forEachRow(from: layout.header.next, line: layout.header.nextLine) { row in
      if row.isBlank && !row.isBroken && width > 1 { return true }
      if !row.isBlank && suspects[Int(text.bytes[row.start])], let reason = layout.reason(row) {
        if reason != .belowNames { passed.add(reason, row, of: text) }
        return true
      }
      if row.isBroken || row.fieldCount < least || row.fieldCount > width && !text.isEmpty(behind: width, row) {
        oddities.append((places.count, row))
      }
      places.append(row.start, line: row.line)
      if row.start - told > 1 << 22 {
        told = row.start
        progress(told)
      }
      return true
    }
    let end = TableEnd(layout, places, odd: oddities.map(\.index))
    for row in end.remarks { passed.add(.below, row, of: text) }
    for _ in 0..<end.count { places.removeLast() }
    while let last = oddities.last, last.index >= places.count { oddities.removeLast() }
    (self.places, self.passed) = (places, passed)
    brokenLine = oddities.first { $0.row.isBroken }?.row.line
    mixed = oddities.first.flatMap { first in
      let line = String(decoding: text.bytes[first.row.start..<first.row.end], as: UTF8.self)
      return layout.delimiter(ofRow: line).map { (first.row.line, $0) }
    }
    wrong = oddities.map { FieldCount(line: $0.row.line, count: $0.row.fieldCount) }
  }
}
