extension CivilDate {
  /// The English names of the months, January first.
  package static let monthNames = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  /// The months from January of the year 0 to this one's, negative before it.
  public var monthCount: Int { year * 12 + month - 1 }

  /// This day of the month so many months after January of the year 0 or, where that month has no such day, its last
  /// one; nil for a day before the first or a year that `init(year:month:day:)` refuses.
  public init?(monthCount: Int, clampingDay day: Int) {
    let year = CivilDate.quotient(monthCount, 12)
    let month = monthCount - 12 * year + 1
    self.init(year: year, month: month, day: min(day, CivilDate.dayCount(year: year, month: month)))
  }

  /// Whether the day is a Saturday or a Sunday.
  package var isWeekend: Bool { weekday >= 5 }

  /// The days from Monday to Friday, counted one after the other: 3 for 1970-01-01, a Thursday. A Saturday and a Sunday
  /// have the number of the next Monday.
  package var weekdayCount: Int { CivilDate.quotient(daysSinceEpoch + 3, 7) * 5 + min(weekday, 5) }

  /// The day from Monday to Friday that has this number.
  package init(weekdayCount count: Int) {
    let week = CivilDate.quotient(count, 5)
    self.init(daysSinceEpoch: week * 7 + (count - week * 5) - 3)
  }
}

extension CivilDate {
  /// A day of a year, counted from 1; nil where the year has no such day.
  package init?(dayOfYear: Int, year: Int) {
    guard 1...(CivilDate.isLeap(year: year) ? 366 : 365) ~= dayOfYear else { return nil }
    guard let first = CivilDate(year: year, month: 1, day: 1) else { return nil }
    self.init(daysSinceEpoch: first.daysSinceEpoch + dayOfYear - 1)
  }

  /// A day of a week of ISO 8601, 1 for Monday to 7; nil where the year has no such week.
  ///
  /// The first week of a year is that of the 4th of January.
  package init?(isoYear year: Int, week: Int, day: Int) {
    guard 1...53 ~= week, 1...7 ~= day, let fourth = CivilDate(year: year, month: 1, day: 4),
      let next = CivilDate(year: year + 1, month: 1, day: 4)
    else { return nil }
    let monday = fourth.daysSinceEpoch - fourth.weekday + (week - 1) * 7
    guard monday < next.daysSinceEpoch - next.weekday else { return nil }
    self.init(daysSinceEpoch: monday + day - 1)
  }
}

extension CivilDate {
  /// The English names of the days of the week, Monday first.
  package static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  /// The number of days of this month.
  package var monthLength: Int { CivilDate.dayCount(year: year, month: month) }

  /// The working day, Monday to Friday, of this day's month: 1 for the first, −1 for the last; nil where the month has fewer.
  package func workingDay(_ number: Int) -> CivilDate? {
    let days = (1...monthLength).filter { CivilDate(year: year, month: month, day: $0)?.isWeekend == false }
    let index = number > 0 ? number - 1 : days.count + number
    return days.indices.contains(index) ? CivilDate(year: year, month: month, day: days[index]) : nil
  }

  /// A day of the week, 0 for Monday, in this day's month: 1 for the first such day, −1 for the last; nil where the month
  /// has fewer.
  package func weekdayOfMonth(_ week: Int, weekday: Int) -> CivilDate? {
    let days = (1...monthLength).filter { CivilDate(year: year, month: month, day: $0)?.weekday == weekday }
    let index = week > 0 ? week - 1 : days.count + week
    return days.indices.contains(index) ? CivilDate(year: year, month: month, day: days[index]) : nil
  }

  /// The number of this day among the working days of its month, from the first one and from the last; nil on a weekend.
  package var workingDayNumbers: (first: Int, last: Int)? {
    guard !isWeekend else { return nil }
    let weekdays = (1...monthLength).map { CivilDate(year: year, month: month, day: $0)?.isWeekend == false }
    return (weekdays[..<day].count { $0 }, -weekdays[(day - 1)...].count { $0 })
  }
}
