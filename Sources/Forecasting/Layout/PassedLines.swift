import Notation

/// The lines of a file that were not read as rows.
public struct PassedLines: Equatable, Sendable, CustomStringConvertible {
  /// Why a line is no row.
  public enum Reason: CaseIterable, Sendable {
    /// It stands above the names: a title, or what a program says about the file.
    case above
    /// It stands between the names and the first row: units, or the numbers of the columns.
    case belowNames
    /// It begins with the sign of a comment.
    case comment
    /// It is one of the lines above the first row once more, as where files were joined.
    case repeated
    /// It stands below the last row: a total or a note.
    case below
  }

  /// A line and what it holds.
  private struct Line: Equatable {
    let number: Int
    let text: String
  }

  private var lines: [Reason: [Line]] = [:]
  /// The line of names.
  private let names: String
  /// Whether another line than that of names comes again.
  private var hasOtherRepeated = false

  /// No lines.
  ///
  /// - names: the line of names.
  init(names: String) { self.names = names }

  /// Whether there is none.
  public var isEmpty: Bool { lines.isEmpty }

  /// The numbers of the lines that were left out for a reason.
  public func numbers(_ reason: Reason) -> [Int] { lines[reason, default: []].map(\.number).sorted() }

  mutating func add(_ reason: Reason, _ row: CSVRow, of text: CSVText) {
    // The first one, and of those below the rows, which are found from the last on, any.
    let isShown = lines[reason] == nil || reason == .below
    let bytes = isShown ? text.bytes[row.start..<min(row.end, row.start + 200)] : []
    lines[reason, default: []].append(Line(number: row.line, text: String(decoding: bytes, as: UTF8.self)))
    if reason == .repeated, !text.bytes[row.start..<row.end].elementsEqual(names.utf8) { hasOtherRepeated = true }
  }

  /// Which lines, and what the first of each kind holds, in one line.
  public var description: String {
    Reason.allCases.compactMap { reason in
      let found = numbers(reason)
      guard let first = lines[reason]?.min(by: { $0.number < $1.number })?.text else { return nil }
      let words =
        switch reason {
        case .above: "above the names"
        case .belowNames: "below the names"
        case .comment: found.count == 1 ? "a comment" : "comments"
        case .repeated: hasOtherRepeated ? "the lines above the rows again" : "the line of names again"
        case .below: "below the rows"
        }
      return "\(found.count == 1 ? "line" : "lines") \(listed(found)) (\(words): '\(printable(first))')"
    }.joined(separator: ", ")
  }
}

/// Ascending numbers, those in a row as `3 to 5`.
private func listed(_ numbers: [Int]) -> String {
  var ranges: [ClosedRange<Int>] = []
  for number in numbers {
    if let last = ranges.last, last.upperBound + 1 == number {
      ranges[ranges.count - 1] = last.lowerBound...number
    } else {
      ranges.append(number...number)
    }
  }
  let words = ranges.prefix(4).map {
    $0.count == 1
      ? "\($0.lowerBound)"
      : $0.count == 2
        ? "\($0.lowerBound), \($0.upperBound)"
        : "\($0.lowerBound) to \($0.upperBound)"
  }
  let rest = ranges.dropFirst(4).reduce(0) { $0 + $1.count }
  return words.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
}
