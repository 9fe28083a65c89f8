import Forecasting
import TextEncoding

/// A table that is read and cut into rows once: stdin cannot be read again, and a file of many series need not be.
final class TableInput {
  private let source: TextSource
  private let charset: CharsetChoice
  private var known: CSVSheet?

  /// - path: a file's, or `-` for stdin.
  init(path: String, charset: CharsetOptions) {
    (source, self.charset) = (path == "-" ? .standardInput : .file(path), charset.choice)
  }

  /// What messages call the table.
  var name: String { source.description }

  /// Some rows of a table that was read.
  private init(_ input: TableInput, _ sheet: CSVSheet) {
    (source, charset, known) = (input.source, input.charset, sheet)
  }

  /// The table; what has to be known of its charset is said when it is first read.
  ///
  /// - headerLine: the line that has the names; nil to find it.
  /// - report: is told how far the reading is; nil of a command without one.
  func sheet(headerLine: Int?, _ report: TrainingReport?) throws -> CSVSheet {
    if let known { return known }
    let text = try WholeText(source, unit: .grapheme, charset: charset) { report?.reading(bytes: $0, total: $1) }
    for note in text.source.notes {
      if let report { report.notice(note) } else { Terminal.error("textgen: note: \(note)") }
    }
    let sheet = try CSVSheet(
      text.bytes, source: name, headerLine: headerLine
    ) { report?.reading(bytes: $0, total: text.bytes.count) }
    known = sheet
    return sheet
  }

  /// The table's dates and numbers. The text that they were made of goes away: it is asked for once.
  func table(_ options: SeriesOptions, _ report: TrainingReport) throws -> SeriesTable {
    let sheet = try sheet(headerLine: options.headerLine, report)
    known = nil
    return try report.during("reading dates and numbers") { try SeriesTable(sheet, options: options) }
  }

  /// The series of a table that a choice of a column tells apart, each as a table of its own; nil where the choice is of one
  /// series.
  func series(
    _ choice: String, headerLine: Int?, _ report: TrainingReport
  ) throws -> (key: SeriesKey, inputs: [TableInput])? {
    guard let parts = try sheet(headerLine: headerLine, report).severalSeries(choice) else { return nil }
    return (parts.key, parts.sheets.map { TableInput(self, $0) })
  }
}
