import Notation

/// Days of the month, each in every month, counted one after the other.
struct MonthDays: Equatable {
  /// Ascending; 31 for the last day of any month.
  let days: [Int]

  init(_ days: [Int]) { self.days = days }

  /// The number of the last of the days that is not after a date.
  func number(of date: CivilDate) -> Int {
    let later = days.firstIndex { min($0, date.monthLength) > date.day } ?? days.count
    return date.monthCount * days.count + later - 1
  }

  /// The date of a number.
  func date(_ number: Int) -> CivilDate {
    let place = (number % days.count + days.count) % days.count
    let month = (number - place) / days.count
    return CivilDate(monthCount: month, clampingDay: days[place]) ?? CivilDate(daysSinceEpoch: 0)
  }

  /// The two to six days of the month on which the dates are, if most months have them all; nil where there is no such
  /// pattern, or where two of the days are one in February.
  ///
  /// Only months of 31 days tell the days: the 28th of February can stand for the 28th, the 30th or the last.
  static func detect(_ dates: [CivilDate]) -> MonthDays? {
    guard let first = dates.first, let last = dates.last else { return nil }
    let days = Set(dates.filter { $0.monthLength == 31 }.map(\.day)).sorted()
    let months = last.monthCount - first.monthCount + 1
    guard (2...6).contains(days.count), days.count(where: { $0 >= 28 }) < 2, months > 2,
      dates.count * 10 >= 7 * days.count * (months - 1),
      dates.allSatisfy({ date in days.contains { min($0, date.monthLength) == date.day } })
    else { return nil }
    return MonthDays(days)
  }
}
