import Notation

/// The spacing of a series as its dates show it, and how far the dates keep to it.
public struct SpacingDetection: Equatable, Sendable {
  /// The commonest difference between neighbouring dates; the shortest of several.
  public let spacing: RowSpacing
  /// Dates that lack a row: where a difference is n spacings, n − 1 of them.
  public let missingDates: Int
  /// Differences that are no whole number of spacings.
  public let irregularSpacings: Int

  /// Detects the spacing of ascending dates in days since 1970-01-01, whole seconds apart; nil of fewer than two.
  ///
  /// Dates that are all on one day of the month, or all on the last, count as months; dates of which none is on a
  /// weekend, as weekdays.
  package init?(days: [Double]) {
    guard days.count > 1 else { return nil }
    if let (numbers, day) = SpacingDetection.monthNumbers(days) {
      self.init(numbers: numbers) { .months($0, day: day) }
      return
    }
    let microseconds = days.map { Int(($0 * 86_400_000_000).rounded()) }
    let areSeconds = days.allSatisfy { abs(($0 * 86_400).rounded() - $0 * 86_400) < 1e-4 }
    let numbers = areSeconds ? days.map { Int(($0 * 86_400).rounded()) } : microseconds
    let unit = areSeconds ? 1 : 1_000_000
    let plain = SpacingDetection(numbers: numbers) { step in
      step % unit == 0 ? .seconds(step / unit) : .microseconds(step)
    }
    guard let plain else { return nil }
    if plain.spacing == .seconds(86_400), let numbers = SpacingDetection.weekdayNumbers(days) {
      self.init(numbers: numbers) { _ in .weekday }
    } else {
      self = plain
    }
  }

  /// From dates counted in some unit.
  private init?(numbers: [Int], _ spacing: (Int) -> RowSpacing) {
    let differences = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    let counts = Dictionary(grouping: differences) { $0 }.mapValues(\.count)
    let commonest = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    guard let unit = commonest?.key, unit > 0 else { return nil }
    self.spacing = spacing(unit)
    missingDates = differences.reduce(0) { $0 + ($1 % unit == 0 ? $1 / unit - 1 : 0) }
    irregularSpacings = differences.count { $0 % unit != 0 }
  }

  /// The months of the dates, counted from year 0, and the day of the month that all dates keep to.
  private static func monthNumbers(_ days: [Double]) -> (numbers: [Int], day: Int)? {
    let calendar = days.map { CivilDate(daysSinceEpoch: Int($0.rounded(.down))) }
    let areLast = calendar.allSatisfy { $0.day == CivilDate.dayCount(year: $0.year, month: $0.month) }
    let anchor = areLast ? 31 : calendar.map(\.day).max() ?? 1
    let numbers = calendar.map(\.monthCount)
    let areOnAnchor = calendar.allSatisfy {
      $0.day == min(anchor, CivilDate.dayCount(year: $0.year, month: $0.month))
    }
    let areMonthsApart = zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    return areOnAnchor && areMonthsApart && haveOneTime(days) ? (numbers, anchor) : nil
  }

  /// The numbers of the weekdays, if all dates are weekdays over more than a week.
  private static func weekdayNumbers(_ days: [Double]) -> [Int]? {
    guard let first = days.first, let last = days.last, last - first >= 7, haveOneTime(days) else { return nil }
    let dates = days.map { CivilDate(daysSinceEpoch: Int($0.rounded(.down))) }
    return dates.contains(where: \.isWeekend) ? nil : dates.map(\.weekdayCount)
  }

  private static func haveOneTime(_ days: [Double]) -> Bool {
    // Half a second: dates are whole seconds, stored as fractions of a day.
    let times = days.map { $0 - $0.rounded(.down) }
    return times.allSatisfy { abs($0 - times[0]) < 0.5 / 86_400 }
  }
}
