import Notation

/// A cell of a file and where it stands.
public struct SeriesCell: Equatable, Sendable, CustomStringConvertible {
  /// The line in which the cell's row begins, from 1; lines inside quoted fields count.
  public let line: Int
  /// The column's name.
  public let column: String
  /// What the cell holds, without spaces around it.
  public let text: String

  /// A cell of the row that begins at `line`.
  public init(line: Int, column: String, text: String) {
    (self.line, self.column, self.text) = (line, column, text)
  }

  /// The place and what stands there, in one line: `line 3, Temp: 'abc'`.
  public var description: String {
    "line \(line), \(printable(column)): \(text.isEmpty ? "nothing" : "'\(printable(text))'")"
  }
}

/// A cell without a usable number, and the value taken in its place.
public struct FilledCell: Equatable, Sendable {
  /// Where it stands and what it holds.
  public let cell: SeriesCell
  /// The value taken in its place, in the column's unit.
  public let value: Double

  /// A cell and its value.
  public init(cell: SeriesCell, value: Double) { (self.cell, self.value) = (cell, value) }
}

/// Text from a file for a message of one line: short, and without control characters or line ends.
func printable(_ text: String) -> String {
  TextWidth.oneLine(String(text.prefix(40))) + (text.count > 40 ? "…" : "")
}
