import Notation

/// The time from one row of a series to the next.
public enum RowSpacing: Equatable, Codable, Sendable {
  /// A fixed number of seconds: minutes, hours, days and weeks.
  case seconds(Int)
  /// A fixed number of microseconds, where it is no whole number of seconds.
  case microseconds(Int)
  /// From Monday to Friday, a day; then to Monday.
  case weekday
  /// Always at the same times of the week: seconds from Monday's midnight on, ascending.
  case week([Int])
  /// A number of calendar months, 12 of them a year, always on this day of the month or, where it has none, on its
  /// last one.
  case months(Int, day: Int)
  /// A number of calendar months, always on this working day, Monday to Friday, of the month: 1 for the first, −1 for the
  /// last. A month with fewer has its last one.
  case workingDay(Int, ofMonths: Int)
  /// A number of calendar months, always on one day of the week, 0 for Monday, in this week of the month: 1 for the first
  /// such day, −1 for the last. A month with fewer has its last one.
  case weekdayOfMonth(Int, weekday: Int, months: Int)
  /// The same days of every month, ascending; 31 for the last one.
  case daysOfMonth([Int])
  /// No pattern; the mean number of seconds.
  case irregular(seconds: Double)

  /// Whether the dates of rows to come are known.
  public var isPattern: Bool { if case .irregular = self { false } else { true } }

  /// The date so many rows after another one; both in days since 1970-01-01. Without a pattern it is what the mean spacing
  /// makes it.
  public func date(_ rows: Int, after days: Double) -> Double {
    let wholeDays = Int(days.rounded(.down))
    let time = days - Double(wholeDays)
    let date = CivilDate(daysSinceEpoch: wholeDays)
    // Where the calendar ends, the date stays.
    func month(_ number: Int, _ day: (CivilDate) -> CivilDate?) -> Double {
      Double(CivilDate(monthCount: number, clampingDay: 1).flatMap(day)?.daysSinceEpoch ?? wholeDays) + time
    }
    switch self {
    // In whole units, so that no rounding adds up over many rows.
    case .seconds(let seconds): return ((days * 86_400).rounded() + Double(seconds) * Double(rows)) / 86_400
    case .microseconds(let step):
      return ((days * 86_400_000_000).rounded() + Double(step) * Double(rows)) / 86_400_000_000
    case .irregular(let seconds): return days + seconds * Double(rows) / 86_400
    case .weekday: return Double(CivilDate(weekdayCount: date.weekdayCount + rows).daysSinceEpoch) + time
    case .week(let times): return WeekTimes(times).date(WeekTimes(times).number(of: days) + rows)
    case .months(let months, let anchor):
      return month(date.monthCount + months * rows) { CivilDate(monthCount: $0.monthCount, clampingDay: anchor) }
    case .workingDay(let number, let months):
      return month(date.monthCount + months * rows) { $0.workingDay(number) ?? $0.workingDay(number > 0 ? -1 : 1) }
    case .weekdayOfMonth(let week, let weekday, let months):
      return month(date.monthCount + months * rows) {
        $0.weekdayOfMonth(week, weekday: weekday) ?? $0.weekdayOfMonth(week > 0 ? -1 : 1, weekday: weekday)
      }
    case .daysOfMonth(let anchors):
      let number = MonthDays(anchors).number(of: date) + rows
      return Double(MonthDays(anchors).date(number).daysSinceEpoch) + time
    }
  }
}

extension RowSpacing: CustomStringConvertible {
  /// The spacing in the largest unit that it is a whole number of: `1 day`, `2 weeks`, `3 months, the last working day`.
  public var description: String {
    switch self {
    case .weekday: return "1 weekday"
    case .months(let months, _): return Self.monthsText(months)
    case .workingDay(let number, let months):
      return "\(Self.monthsText(months)), the \(Self.ordinal(number)) working day"
    case .weekdayOfMonth(let week, let weekday, let months):
      return "\(Self.monthsText(months)), the \(Self.ordinal(week)) \(CivilDate.weekdayNames[weekday])"
    case .daysOfMonth(let days):
      return "days \(days.map { $0 == 31 ? "last" : String($0) }.joined(separator: ", ")) of every month"
    case .week(let times):
      let days = Set(times.map { $0 / 86_400 }).sorted()
      let perDay = times.count == days.count ? "" : ", \(counted(times.count, "row")) a week"
      return days.map { String(CivilDate.weekdayNames[$0].prefix(3)) }.joined(separator: ", ") + perDay
    case .irregular: return "no regular step"
    case .microseconds(let step):
      return step % 1_000 == 0 ? counted(step / 1_000, "millisecond") : counted(step, "microsecond")
    case .seconds(let seconds):
      let units = [(604_800, "week"), (86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")]
      let (length, name) = units.first { seconds % $0.0 == 0 } ?? (1, "second")
      return counted(seconds / length, name)
    }
  }

  /// The spacing behind "the step is".
  package var words: String { isPattern ? description : "irregular" }

  private static func monthsText(_ months: Int) -> String {
    months % 12 == 0 ? counted(months / 12, "year") : counted(months, "month")
  }

  private static func ordinal(_ number: Int) -> String {
    switch number {
    case -1: "last"
    case 1: "first"
    case 2: "second"
    case 3: "third"
    case ..<0: "\(ordinal(-number)) last"
    default: "\(number)th"
    }
  }
}
