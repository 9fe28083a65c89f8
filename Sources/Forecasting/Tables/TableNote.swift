import Notation

/// What about a table is not as it might seem, and was read nevertheless.
public enum TableNote: Equatable, Sendable, CustomStringConvertible {
  /// The cells of a column showed that its decimal mark is a comma.
  case decimalComma(column: String)
  /// The rows stood in the file with the latest first, and were turned round.
  case newestFirst
  /// Beside every number of a column stands this currency, unit or percent sign.
  case unit(column: String, String)

  /// The note in one line.
  public var description: String {
    switch self {
    case .decimalComma(let column): "the decimal mark in '\(printable(column))' is the comma"
    case .newestFirst: "the latest row stands first in the file; the rows were turned round"
    case .unit(let column, let unit): "the numbers in '\(printable(column))' are in \(printable(unit)), as written"
    }
  }
}
