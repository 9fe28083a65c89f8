import Notation

/// Where the names and the rows of a table stand in its text.
///
/// Programs write titles, comments and units above the rows, and totals and notes below them. What is a number or a date in
/// most rows of a column tells where the rows begin; the names stand above. Where two lines may be the names, nothing is
/// guessed.
struct TableLayout {
  /// The text, with its delimiter.
  let text: CSVText
  /// The line of names.
  let header: CSVRow
  /// The names, as they stand there.
  let names: [String]
  /// What most cells of each column are.
  let kinds: [CellContent]
  /// The columns that hold dates, also years and other numbers under a word for dates.
  let dateColumns: [Int]
  /// Whether the first column holds dates, also years that ascend under any name where no other column has dates.
  private let datesAreFirst: Bool
  /// The lines above the first row that are none.
  private(set) var passed: PassedLines
  /// Where the lines between the names and the first row begin that are no rows.
  private(set) var belowNames: Set<Int> = []
  /// The lines above the first row, as they stand there.
  private var head: [ArraySlice<UInt8>] = []

  /// Finds the names.
  ///
  /// - headerLine: the line that has the names; nil to find it.
  /// - Throws: `empty`, `noHeader`, `nameCount`, `fieldCount`, `mixedDelimiters`, `quotation`, `namesDelimiter`,
  ///   `unclearHeader`, `noSuchLine`.
  init(_ bytes: [UInt8], source: String, headerLine: Int?) throws(ForecastingError) {
    let beginning = TableBeginning(bytes)
    var place = (start: beginning.start, line: beginning.line)
    if let headerLine {
      guard let start = TableBeginning.start(ofLine: headerLine, in: bytes) else {
        throw .noSuchLine(source: source, line: headerLine, count: TableBeginning.lineCount(of: bytes))
      }
      place = (start, headerLine)
      if headerLine < beginning.line {
        let other = try? TableLayout(bytes, source: source, headerLine: nil)
        throw .namesDelimiter(
          source: source, line: headerLine, found: String(decoding: beginning.declaration, as: UTF8.self),
          likely: other?.header.line)
      }
    }
    var search = HeaderSearch(bytes, beginning.delimiter, from: place, rows: 200, source: source)
    if search.firstRow == nil && !search.sample.isWhole {
      search = HeaderSearch(bytes, beginning.delimiter, from: place, rows: 5_000, source: source)
    }
    guard !search.sample.rows.isEmpty else { throw .empty(source: source) }
    let index: Int
    if let headerLine {
      index = 0
      if search.sample.rows[0].row.line != headerLine {
        let other = try? TableLayout(bytes, source: source, headerLine: nil)
        throw .noHeader(source: source, line: headerLine, found: "", likely: other?.header.line)
      }
    } else {
      do {
        index = try search.header()
      } catch {
        // Rows of a wrong length may be more than those of the right one.
        let other = search.asLongAsTheFirst
        switch error {
        case .unclearHeader, .quotation: throw error
        default: break
        }
        guard other.firstRow != nil, let first = try? other.header() else { throw search.mixedDelimiters ?? error }
        (search, index) = (other, first)
      }
    }
    let (sample, row) = (search.sample, search.sample.rows[index])
    (text, header, kinds) = (sample.text, row.row, search.kinds)
    let names = row.isComment ? CommentSign.names(row.fields) : row.fields
    self.names = names
    dateColumns = search.kinds.indices.filter { [kinds = search.kinds] column in
      kinds[column] == .date || kinds[column] == .number && column < names.count && ColumnWords.areDates(names[column])
    }
    datesAreFirst =
      dateColumns.first == 0
      || dateColumns.isEmpty
        && DateColumn.holdsYears(
          sample.rows[(index + 1)...].filter { !$0.isComment && $0.fields.count == sample.fieldCount }.map {
            $0.fields[0]
          })
    passed = PassedLines(names: String(decoding: bytes[header.start..<header.end], as: UTF8.self))
    // A quotation that was not closed where it should have been holds the names, or rows.
    let unclosed = sample.rows[...index].first { line in
      line.row.isOverLines
        && (line.row.isBroken
          || text.linesWithin(line.row).contains {
            $0.count == sample.fieldCount && RowFit($0.map(CellContent.init), search.kinds).isWhole
          })
    }
    if let unclosed { throw .quotation(source: source, line: unclosed.row.line) }
    for other in sample.rows[..<index] { passed.add(other.isComment ? .comment : .above, other.row, of: text) }
    for place in search.unitRows(below: index) {
      passed.add(.belowNames, sample.rows[place].row, of: text)
      belowNames.insert(sample.rows[place].row.start)
    }
    head = ([beginning.declaration] + sample.rows[...index].map { bytes[$0.row.start..<$0.row.end] }).filter {
      !$0.isEmpty
    }
    head += belowNames.sorted().compactMap { start in sample.rows.first { $0.row.start == start } }
      .map { bytes[$0.row.start..<$0.row.end] }
  }

  /// The first bytes of the lines that may be comments, or once more those above the first row.
  var suspects: [Bool] {
    var suspects = [Bool](repeating: false, count: 256)
    for byte in [UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "/"), UInt8(ascii: " "), UInt8(ascii: "\t")] {
      suspects[Int(byte)] = true
    }
    for line in head { suspects[Int(line.first ?? 0)] = true }
    return suspects
  }

  /// Why a line below the names is no row; nil of a row.
  func reason(_ row: CSVRow) -> PassedLines.Reason? {
    if belowNames.contains(row.start) { return .belowNames }
    let line = text.bytes[row.start..<row.end]
    if head.contains(where: { $0.count == line.count && $0.elementsEqual(line) }) { return .repeated }
    return CommentSign.begins(line) && !mayBeRow(row) ? .comment : nil
  }

  /// The delimiter, also that of the table, by which a text is a row beyond doubt; nil where there is none.
  func delimiter(ofRow text: String) -> Delimiter? {
    Delimiter.allCases.first { delimiter in
      let cells = CSVText(Array(text.utf8), delimiter: delimiter.byte).fields(at: 0).map(CellContent.init)
      return cells.count == names.count && cells.count > 1 && RowFit(cells, kinds).isWhole
    }
  }

  /// Whether a line that begins with the sign of a comment may be a row: with the word of a spreadsheet for no value, in a
  /// column of words, or where a quotation goes on in the next line; in a column of numbers also where all that comes behind
  /// is such as its columns hold. A date has no such sign: somebody has put it before the row.
  private func mayBeRow(_ row: CSVRow) -> Bool {
    // A comment ends with its line, whatever its quotation marks.
    if row.isOverLines { return true }
    let fields = text.fields(at: row.start)
    let cells = fields.map(CellContent.init)
    if cells[0] == .missing { return true }
    if kinds[0] != .number && kinds[0] != .date && row.fieldCount == header.fieldCount { return true }
    if datesAreFirst { return false }
    let fit = RowFit(Array(cells.dropFirst()), Array(kinds.dropFirst()))
    return fit.hits > 0 && fit.misses == 0
  }
}
