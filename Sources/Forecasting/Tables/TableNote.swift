import Notation

/// What about a table is not as it might seem, and was read nevertheless.
public enum TableNote: Equatable, Sendable, CustomStringConvertible {
  /// Lines that were not read as rows.
  case passedOver(PassedLines)
  /// The cells of a column showed that its decimal mark is a comma.
  case decimalComma(column: String)
  /// The rows stood in the file with the latest first, and were turned round.
  case newestFirst
  /// The rows stood in the file in no order of their dates, and were sorted; the line of the first one out of order.
  case sorted(line: Int)
  /// The local clock of the dates is put back and forward before the rows of these dates.
  case clockChanges(back: [String], forward: [String])
  /// The hour before this date is missing, as where a clock is put forward; the clock was taken for one that goes on evenly.
  case hourLeftOut(date: String)
  /// Beside every number of a column stands this currency, unit or percent sign.
  case unit(column: String, String)

  /// The note in one line.
  public var description: String {
    switch self {
    case .passedOver(let lines): "not read as rows: \(lines)"
    case .decimalComma(let column): "the decimal mark in '\(printable(column))' is the comma"
    case .newestFirst: "the latest row stands first in the file; the rows were turned round"
    case .sorted(let line):
      "rows were not in the order of their dates and were sorted; line \(line) was the first out of order"
    case .clockChanges(let back, let forward):
      "the clock is put "
        + [("back", back), ("forward", forward)].filter { !$0.1.isEmpty }
        .map {
          "\($0.0) to \($0.1.prefix(3).joined(separator: ", "))\($0.1.count > 3 ? " and \($0.1.count - 3) more" : "")"
        }
        .joined(separator: " and ") + "; dates of a forecast are by the clock of the last row"
    case .hourLeftOut(let date): "the hour before \(date) is missing, as where a local clock is put forward in spring"
    case .unit(let column, let unit): "the numbers in '\(printable(column))' are in \(printable(unit)), as written"
    }
  }
}

extension TableNote {
  /// What is to be said about the order of a file's rows.
  static func notes(on order: RowOrder) -> [TableNote] {
    switch order {
    case .earliestFirst: []
    case .latestFirst: [.newestFirst]
    case .mixed(_, let line): [.sorted(line: line)]
    }
  }
}
