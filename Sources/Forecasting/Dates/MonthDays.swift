import Notation

/// Days of the month, each in every month, counted one after the other.
struct MonthDays: Equatable {
  /// Ascending; 31 for the last day of any month.
  let days: [Int]

  init(_ days: [Int]) { self.days = days }

  /// The number of the last of the days that is not after a date.
  func number(of date: CivilDate) -> Int {
    let length = CivilDate.dayCount(year: date.year, month: date.month)
    let later = days.firstIndex { min($0, length) > date.day } ?? days.count
    return date.monthCount * days.count + later - 1
  }

  /// The date of a number.
  func date(_ number: Int) -> CivilDate {
    let place = (number % days.count + days.count) % days.count
    let month = (number - place) / days.count
    return CivilDate(monthCount: month, clampingDay: days[place]) ?? CivilDate(daysSinceEpoch: 0)
  }

  /// The two to six days of the month on which the dates are, if most months have them all; nil where there is no such
  /// pattern.
  static func detect(_ dates: [CivilDate]) -> MonthDays? {
    guard let first = dates.first, let last = dates.last else { return nil }
    let plain = Set(dates.map(\.day))
    let clamped = Set(dates.map { $0.day == CivilDate.dayCount(year: $0.year, month: $0.month) ? 31 : $0.day })
    let days = clamped.count <= plain.count && clamped.contains(31) ? clamped : plain
    let months = last.monthCount - first.monthCount + 1
    guard (2...6).contains(days.count), months > 2, dates.count * 10 >= 7 * days.count * (months - 1) else {
      return nil
    }
    return MonthDays(days.sorted())
  }
}
