/// A day of the Gregorian calendar, which is carried on unchanged into all years before and after its use.
///
/// Years are counted as astronomers do: the year before 1 is 0, the one before that −1.
public struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The year.
  public let year: Int
  /// The month, 1 for January to 12 for December.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// The date of a year, month and day, or nil where the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard year.magnitude <= CivilDate.yearLimit, 1...12 ~= month, day >= 1 else { return nil }
    guard day <= CivilDate.dayCount(year: year, month: month) else { return nil }
    self.init(checkedYear: year, month: month, day: day)
  }

  /// The date so many days after 1970-01-01. At most 3.6·10¹¹ days either way.
  public init(daysSinceEpoch days: Int) {
    precondition(days.magnitude <= CivilDate.yearLimit * 365, "\(days) days reach beyond the calendar")
    let count = days + CivilDate.epoch
    // The mean length of a year gives the right year or a neighbour of it.
    var year = Int((Double(count) / 365.2425).rounded(.down))
    while CivilDate.daysBefore(year: year) > count { year -= 1 }
    while CivilDate.daysBefore(year: year + 1) <= count { year += 1 }
    let dayOfYear = count - CivilDate.daysBefore(year: year)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    self.init(
      checkedYear: monthFromMarch < 10 ? year : year + 1,
      month: monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9,
      day: dayOfYear - CivilDate.daysBefore(monthFromMarch: monthFromMarch) + 1)
  }

  private init(checkedYear year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The days since 1970-01-01, negative before it.
  public var daysSinceEpoch: Int {
    let yearFromMarch = month > 2 ? year : year - 1
    let monthFromMarch = month > 2 ? month - 3 : month + 9
    return CivilDate.daysBefore(year: yearFromMarch) + CivilDate.daysBefore(monthFromMarch: monthFromMarch) + day - 1
      - CivilDate.epoch
  }

  /// The day of the week, 0 for Monday to 6 for Sunday.
  public var weekday: Int { CivilDate.remainder(daysSinceEpoch + 3, 7) }

  /// Whether a year has a 29th of February.
  public static func isLeap(year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days of a month.
  public static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Earlier days come first.
  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  /// As `1988-03-14`.
  public var description: String {
    // The century has three digits or more from the year 10000 on.
    let century = ClockLabel.twoDigits(abs(year) / 100) + ClockLabel.twoDigits(abs(year) % 100)
    return (year < 0 ? "-" : "") + century + "-" + ClockLabel.twoDigits(month) + "-" + ClockLabel.twoDigits(day)
  }

  // The sums below begin each year in March: the day that only leap years have is then its last, and the lengths of
  // the months follow one line, 153 days in five months.

  private static var yearLimit: Int { 1_000_000_000 }
  /// The days from the first of March of the year 0 to 1970-01-01, which is in the year that begins in March 1969.
  private static var epoch: Int { 719_468 }

  private static func daysBefore(year: Int) -> Int {
    365 * year + quotient(year, 4) - quotient(year, 100) + quotient(year, 400)
  }

  private static func daysBefore(monthFromMarch month: Int) -> Int { (153 * month + 2) / 5 }

  private static func remainder(_ value: Int, _ divisor: Int) -> Int {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }

  static func quotient(_ value: Int, _ divisor: Int) -> Int {
    (value - remainder(value, divisor)) / divisor
  }
}
