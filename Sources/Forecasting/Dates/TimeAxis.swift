import Notation

/// Where the rows of a series stand in time, also past its end: dates, or plain numbers from 1.
public struct TimeAxis: Equatable, Sendable {
  /// The number of rows.
  public let count: Int
  /// Days since 1970-01-01 of each row, ascending, by the clock of the last row; nil where rows are numbered.
  public let days: [Double]?
  /// Where the clock of the dates is put forward and back. Nobody knows where it will be: dates past the end are by the clock
  /// of the last row.
  public let clockChanges: [ClockChange]
  /// The finest part of the dates, down to which they are written.
  public let precision: DatePrecision
  /// The spacing of the dates and how far the dates keep to it; nil where rows are numbered.
  public let detection: SpacingDetection?

  /// Numbered rows.
  package init(rows count: Int) {
    (self.count, days, precision, detection, clockChanges) = (count, nil, .day, nil, [])
  }

  /// Dated rows.
  package init(_ column: DateColumn) {
    count = column.days.count
    days = column.days
    precision = column.precision
    clockChanges = column.clockChanges
    detection = SpacingDetection(days: column.days)
  }

  /// The time from row to row; nil where rows are numbered.
  public var spacing: RowSpacing? { detection?.spacing }

  /// The date of a row in days since 1970-01-01, which past the end the spacing continues, or the mean spacing where there
  /// is no pattern; nil where rows are numbered.
  public func date(ofRow row: Int) -> Double? {
    precondition(row >= 0, "row \(row)")
    guard let days, let last = days.last else { return nil }
    return row < count ? days[row] : (spacing ?? .seconds(86_400)).date(row - count + 1, after: last)
  }

  /// The date of a row as text in the order of ISO 8601, or its number from 1; also past the end, where the rows of dates
  /// without a pattern are `+1`, `+2` and so on.
  public func label(ofRow row: Int) -> String {
    guard let date = date(ofRow: row) else { return String(row + 1) }
    if row >= count, spacing?.isPattern == false { return "+\(row - count + 1)" }
    let offset = ClockChanges.offset(clockChanges, ofRow: row)
    return DateLabel.text(days: date + Double(offset) / 86_400, precision: precision)
  }

  /// What is to be said about the clock of the dates.
  ///
  /// - leftOut: the rows before which an hour is missing as where a clock is put forward.
  func notes(leftOut: [Int]) -> [TableNote] {
    if let row = leftOut.first { return [.hourLeftOut(date: label(ofRow: row))] }
    guard !clockChanges.isEmpty else { return [] }
    func dates(_ changes: [ClockChange]) -> [String] { changes.map { label(ofRow: $0.row) } }
    return [
      .clockChanges(
        back: dates(clockChanges.filter { $0.seconds < 0 }), forward: dates(clockChanges.filter { $0.seconds > 0 }))
    ]
  }

  /// The rows' places for interpolation: days, or numbers.
  var positions: [Double] { days ?? (0..<count).map(Double.init) }
}
