/// A row of a CSV text as it stands there.
public struct CSVRecord: Equatable, Sendable {
  /// The line in which it begins, from 1.
  public let line: Int
  /// Its fields, unquoted, without white space around them.
  public let fields: [String]

  /// A record.
  public init(line: Int, fields: [String]) { (self.line, self.fields) = (line, fields) }

  /// Fields as a row with commas and a line end, those in quotation marks that need them (RFC 4180).
  package static func row(of fields: [String]) -> String {
    fields.map(quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
    guard needsQuotes else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  /// Whether no field holds anything, as in a blank line.
  public var isBlank: Bool { fields.allSatisfy(\.isEmpty) }
}

/// Quotation marks that do not pair.
public enum CSVError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A mark inside a field without quotation, behind a quotation's end, or one that nothing ends.
  ///
  /// - line: where the record begins, from 1.
  case quotation(line: Int)

  /// One line.
  public var description: String {
    switch self {
    case .quotation(let line): "the quotation marks in the record that begins in line \(line) do not pair"
    }
  }
}
