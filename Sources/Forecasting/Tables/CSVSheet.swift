import Notation

/// The names and rows of a CSV text, all rows of equal length.
package struct CSVSheet: Equatable, Sendable {
  /// What messages call the text.
  package let source: String
  /// What separates fields.
  package let delimiter: Delimiter
  /// The columns' names, each once; a column without one is called `column 3`.
  package let names: [String]
  /// The columns that have a name.
  package let isNamed: [Bool]
  /// The rows below the names, none blank.
  package let rows: [CSVRecord]

  /// Reads a text.
  ///
  /// Blank lines are passed over; but where there is one column only, one within the rows is a missing value.
  ///
  /// - Throws: `quotation`, `empty`, `noHeader`, `duplicateColumn`, `noRows`, `fieldCount`.
  package init(_ text: String, source: String) throws(ForecastingError) {
    let delimiter = Delimiter(detectedIn: text)
    let records = try CSVSheet.records(of: text, delimiter: delimiter, source: source)
    guard let start = records.firstIndex(where: { !$0.isBlank }),
      let last = records.lastIndex(where: { !$0.isBlank })
    else { throw .empty(source: source) }
    let header = records[start]
    if CSVSheet.holdsValues(header) {
      throw .noHeader(
        source: source, line: header.line, found: header.fields.joined(separator: String(delimiter.rawValue)))
    }
    self.source = source
    self.delimiter = delimiter
    isNamed = header.fields.map { !$0.isEmpty }
    names = header.fields.enumerated().map { $1.isEmpty ? "column \($0 + 1)" : $1 }
    rows = records[start...last].dropFirst().filter { !$0.isBlank || header.fields.count == 1 }
    try checkNames()
    guard !rows.isEmpty else { throw .noRows(source: source) }
    let wrong = rows.filter { $0.fields.count != names.count }
    guard wrong.isEmpty else {
      throw .fieldCount(
        source: source, expected: names.count,
        first: wrong.prefix(3).map { FieldCount(line: $0.line, count: $0.fields.count) }, count: wrong.count)
    }
  }

  /// All records of a text, blank ones included.
  private static func records(
    of text: String, delimiter: Delimiter, source: String
  ) throws(ForecastingError) -> [CSVRecord] {
    var reader = CSVReader(text, delimiter: delimiter.rawValue)
    var records: [CSVRecord] = []
    do {
      while let record = try reader.next() { records.append(record) }
    } catch {
      switch error {
      case .quotation(let line): throw .quotation(source: source, line: line)
      }
    }
    return records
  }

  /// Whether a first line is a row of values already: it has a date, or nothing but numbers.
  private static func holdsValues(_ record: CSVRecord) -> Bool {
    let hasDate = record.fields.contains { field in
      !DateText.isYear(field) && DateFormat.allCases.contains { DateText(field, style: .init($0)) != nil }
    }
    return hasDate
      || record.fields.allSatisfy { NumberText.isMissing($0) || NumberText($0)?.unit.isEmpty == true }
  }

  private func checkNames() throws(ForecastingError) {
    let places = Dictionary(grouping: names.indices) { names[$0] }
    if let repeated = names.first(where: { places[$0, default: []].count > 1 }) {
      throw .duplicateColumn(source: source, name: repeated, columns: places[repeated, default: []].map { $0 + 1 })
    }
  }

  /// What the column of this index holds.
  package func texts(_ column: Int) -> some Collection<String> { rows.lazy.map { $0.fields[column] } }

  /// The cells of a column.
  package func cells(_ column: Int) -> [SeriesCell] { rows.indices.map { cell(row: $0, column) } }

  /// The same names over some of the rows, in this order.
  package func withRows(_ rows: [CSVRecord]) -> CSVSheet {
    CSVSheet(source: source, delimiter: delimiter, names: names, isNamed: isNamed, rows: rows)
  }

  private init(source: String, delimiter: Delimiter, names: [String], isNamed: [Bool], rows: [CSVRecord]) {
    (self.source, self.delimiter, self.names, self.isNamed, self.rows) = (source, delimiter, names, isNamed, rows)
  }

  /// One cell of a column.
  package func cell(row: Int, _ column: Int) -> SeriesCell {
    SeriesCell(line: rows[row].line, column: names[column], text: rows[row].fields[column])
  }

  /// The column of a name that was asked for.
  package func column(named name: String, for role: ColumnRole) throws(ForecastingError) -> Int {
    guard let column = names.firstIndex(of: name) else {
      throw .unknownColumn(source: source, name: name, role: role, known: names)
    }
    return column
  }
}
