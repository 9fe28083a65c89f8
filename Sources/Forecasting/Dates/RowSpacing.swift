import Notation

/// The time from one row of a series to the next.
public enum RowSpacing: Equatable, Codable, Sendable {
  /// A fixed number of seconds: minutes, hours, days and weeks.
  case seconds(Int)
  /// A fixed number of microseconds, where it is no whole number of seconds.
  case microseconds(Int)
  /// From Monday to Friday, a day; then to Monday.
  case weekday
  /// A number of calendar months, 12 of them a year, always on this day of the month or, where it has none, on its
  /// last one.
  case months(Int, day: Int)

  /// The date so many rows after another one; both in days since 1970-01-01.
  public func date(_ rows: Int, after days: Double) -> Double {
    let wholeDays = days.rounded(.down)
    switch self {
    case .seconds(let seconds):
      // In whole seconds, so that no rounding adds up over many rows.
      return ((days * 86_400).rounded() + Double(seconds) * Double(rows)) / 86_400
    case .microseconds(let step):
      return ((days * 86_400_000_000).rounded() + Double(step) * Double(rows)) / 86_400_000_000
    case .weekday:
      let number = CivilDate(daysSinceEpoch: Int(wholeDays)).weekdayCount + rows
      return Double(CivilDate(weekdayCount: number).daysSinceEpoch) + (days - wholeDays)
    case .months(let months, let anchor):
      let number = CivilDate(daysSinceEpoch: Int(wholeDays)).monthCount + months * rows
      let date = CivilDate(monthCount: number, clampingDay: anchor)
      return Double(date?.daysSinceEpoch ?? 0) + (days - wholeDays)
    }
  }
}

extension RowSpacing: CustomStringConvertible {
  /// The spacing in the largest unit that it is a whole number of: `1 day`, `2 weeks`, `3 months`.
  public var description: String {
    switch self {
    case .weekday: return "1 weekday"
    case .months(let months, _): return months % 12 == 0 ? counted(months / 12, "year") : counted(months, "month")
    case .microseconds(let step):
      return step % 1_000 == 0 ? counted(step / 1_000, "millisecond") : counted(step, "microsecond")
    case .seconds(let seconds):
      let units = [(604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")]
      let (length, name) = units.first { seconds % $0.0 == 0 } ?? (1, "second")
      return counted(seconds / length, name)
    }
  }
}

private func counted(_ count: Int, _ unit: String) -> String { "\(count) \(unit)\(count == 1 ? "" : "s")" }
