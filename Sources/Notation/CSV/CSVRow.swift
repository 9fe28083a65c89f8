/// Where a record of a CSV text stands, and what can be said of it without reading it.
package struct CSVRow: Equatable, Sendable {
  /// The first byte.
  package var start: Int
  /// The byte behind the last one, which begins the line end.
  package var end: Int
  /// The first byte of the next record.
  package var next: Int
  /// The line in which the record begins, from 1.
  package var line: Int
  /// The line in which the next record begins.
  package var nextLine: Int
  /// The number of fields.
  package var fieldCount = 0
  /// Whether no field holds anything, as in a blank line.
  package var isBlank = true
  /// Whether the quotation marks do not pair.
  package var isBroken = false
  /// Whether a quotation in it never ends; then it has all that is left of the text.
  package var isUnclosed = false

  /// Whether a quotation goes on in the next line.
  package var isOverLines: Bool { nextLine - line > 1 }

  /// A record of which only the beginning is known.
  init(start: Int, line: Int) {
    (self.start, end, next) = (start, start, start)
    (self.line, nextLine) = (line, line)
  }

  /// Fields as a row with commas and a line end, those in quotation marks that need them (RFC 4180).
  package static func text(of fields: [String]) -> String {
    var text = ""
    append(fields, to: &text)
    return text
  }

  /// Adds such a row to a text.
  package static func append(_ fields: [String], to text: inout String) {
    for (column, field) in fields.enumerated() {
      if column > 0 { text += "," }
      text += isPlain(field) ? field : quoted(field)
    }
    text += "\n"
  }

  /// Whether a field is of ASCII characters that never need quotation marks, as nearly all are.
  private static func isPlain(_ field: String) -> Bool {
    field.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") }
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    guard needsQuotes else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
