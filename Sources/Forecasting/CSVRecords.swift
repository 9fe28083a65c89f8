import SwiftCSV

/// A row of a file as it stands there.
package struct CSVRecord: Equatable, Sendable {
  /// The line in which it begins, from 1.
  package let line: Int
  /// Its fields, unquoted, without spaces around them.
  package let fields: [String]

  package init(line: Int, fields: [String]) { (self.line, self.fields) = (line, fields) }

  /// Whether no field holds anything, as in a blank line.
  package var isBlank: Bool { fields.allSatisfy(\.isEmpty) }

  /// All records of a text, blank ones included.
  ///
  /// The parser names no lines, but it gives every row exactly as long as it is when rows are enumerated (its `rows`
  /// are filled up to equal length), and every quoted line end as it was written; counting those gives the lines.
  ///
  /// - Throws: `quotation` where marks do not pair.
  package static func all(
    in text: String, delimiter: Delimiter, source: String
  ) throws(ForecastingError) -> [CSVRecord] {
    // Without an end to its last line the parser drops an empty field there.
    let text = text.last.map { $0.isNewline } ?? true ? text : text + "\n"
    var records: [CSVRecord] = []
    var line = 1
    do {
      // The limit of 0 rows keeps this from parsing more than the names.
      let parser = try CSV<Enumerated>(
        string: text, delimiter: .character(delimiter.rawValue), loadColumns: false, rowLimit: 0)
      try parser.enumerateAsArray(startAt: 0, rowLimit: nil) { fields in
        records.append(CSVRecord(line: line, fields: fields.map(trimmed)))
        line += 1 + fields.reduce(0) { $0 + lineEnds(in: $1) }
      }
    } catch {
      throw .quotation(source: source, line: line)
    }
    // A quotation that the end of the text cuts off is no error to the parser: it is the last field, line ends and all.
    if let last = records.last, text.utf8.count(where: { $0 == UInt8(ascii: "\"") }) % 2 == 1 {
      throw .quotation(source: source, line: last.line)
    }
    return records
  }
}

/// The line ends in a field: `\n`, `\r` and, as one, `\r\n`.
private func lineEnds(in field: String) -> Int {
  guard field.utf8.contains(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else { return 0 }
  return field.count { $0 == "\n" || $0 == "\r" || $0 == "\r\n" }
}

private func trimmed(_ field: String) -> String {
  guard field.last?.isWhitespace == true || field.first?.isWhitespace == true else { return field }
  let start = field.drop { $0.isWhitespace }
  return String(start.dropLast(start.reversed().prefix { $0.isWhitespace }.count))
}
