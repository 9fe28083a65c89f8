import Notation

/// The spacing of a series as its dates show it, and how far the dates keep to it.
public struct SpacingDetection: Equatable, Sendable {
  /// The commonest difference between neighbouring dates, the shortest of several, or the pattern of the calendar that they
  /// follow.
  public let spacing: RowSpacing
  /// Dates that lack a row: where a difference is n spacings, n − 1 of them.
  public let missingDates: Int
  /// Differences that are no whole number of spacings, or dates beside the pattern.
  public let irregularSpacings: Int

  /// Detects the spacing of ascending dates in days since 1970-01-01; nil of fewer than two.
  ///
  /// Dates that are all on one day of the month, or all on the last, count as months; others that are equally far from each
  /// other, as so many seconds. Else patterns of the calendar are tried: one working day or weekday of the month, several
  /// days of the month, the same times of every week. What remains is taken for a spacing with gaps, if rows and gaps are of
  /// a size, or else for none.
  package init?(days: [Double]) {
    guard days.count > 1, let plain = SpacingDetection.plain(days) else { return nil }
    let dates = haveOneTime(days) ? days.map { CivilDate(daysSinceEpoch: Int($0.rounded(.down))) } : []
    if let months = SpacingDetection.months(dates) {
      self = months
    } else if plain.missingDates + plain.irregularSpacings == 0 && plain.spacing != .seconds(86_400) {
      self = plain
    } else if let pattern = SpacingDetection.weekdays(dates, plain) ?? SpacingDetection.daysOfMonths(dates)
      ?? SpacingDetection.weeks(days, plain)
    {
      self = pattern
    } else {
      self = plain.isMeaningful(rows: days.count) ? plain : SpacingDetection.irregular(days)
    }
  }

  private init(_ spacing: RowSpacing, missing: Int, irregular: Int) {
    (self.spacing, missingDates, irregularSpacings) = (spacing, missing, irregular)
  }

  /// From dates counted in some unit.
  private init?(numbers: [Int], _ spacing: (Int) -> RowSpacing) {
    let differences = zip(numbers, numbers.dropFirst()).map { $1 - $0 }
    guard let unit = SpacingDetection.commonest(differences), unit > 0 else { return nil }
    self.init(
      spacing(unit), missing: differences.reduce(0) { $0 + ($1 % unit == 0 ? $1 / unit - 1 : 0) },
      irregular: differences.count { $0 % unit != 0 })
  }

  /// The number that occurs most often, the smallest of several; nil of none.
  static func commonest(_ numbers: [Int]) -> Int? {
    var counts: [Int: Int] = [:]
    var (last, run) = (numbers.first, 0)
    // Equal ones mostly stand together, and are counted at once.
    for number in numbers {
      if number == last {
        run += 1
      } else {
        if let last { counts[last, default: 0] += run }
        (last, run) = (number, 1)
      }
    }
    if let last { counts[last, default: 0] += run }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// A fixed number of seconds, or of microseconds where there are fractions of a second.
  private static func plain(_ days: [Double]) -> SpacingDetection? {
    let areSeconds = days.allSatisfy { abs(($0 * 86_400).rounded() - $0 * 86_400) < 1e-4 }
    let unit = areSeconds ? 1 : 1_000_000
    let numbers = days.map { Int(($0 * 86_400 * Double(unit)).rounded()) }
    return SpacingDetection(numbers: numbers) { $0 % unit == 0 ? .seconds($0 / unit) : .microseconds($0) }
  }

  /// Whether a spacing says more about the rows than that clocks count seconds.
  private func isMeaningful(rows: Int) -> Bool {
    rows < 5 || missingDates <= 4 * rows && irregularSpacings * 3 <= rows
  }

  private static func irregular(_ days: [Double]) -> SpacingDetection {
    let mean = (days[days.count - 1] - days[0]) * 86_400 / Double(days.count - 1)
    return SpacingDetection(.irregular(seconds: mean), missing: 0, irregular: days.count - 1)
  }

  /// Months, always on one day or on the last.
  private static func months(_ dates: [CivilDate]) -> SpacingDetection? {
    guard dates.count > 1 else { return nil }
    let areLast = dates.allSatisfy { $0.day == $0.monthLength }
    let anchor = areLast ? 31 : dates.map(\.day).max() ?? 1
    let numbers = dates.map(\.monthCount)
    let areOnAnchor = dates.allSatisfy { $0.day == min(anchor, $0.monthLength) }
    guard areOnAnchor, zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
    return SpacingDetection(numbers: numbers) { .months($0, day: anchor) }
  }

  /// Days from Monday to Friday over more than a week, if the commonest step is a day.
  private static func weekdays(_ dates: [CivilDate], _ plain: SpacingDetection) -> SpacingDetection? {
    guard plain.spacing == .seconds(86_400), let first = dates.first, let last = dates.last,
      last.daysSinceEpoch - first.daysSinceEpoch >= 7, !dates.contains(where: \.isWeekend)
    else { return nil }
    return SpacingDetection(numbers: dates.map(\.weekdayCount)) { _ in .weekday }
  }

  /// One working day of the month, one weekday of it, or several days.
  private static func daysOfMonths(_ dates: [CivilDate]) -> SpacingDetection? {
    guard dates.count > 2 else { return nil }
    let numbers = dates.map(\.monthCount)
    guard zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) else {
      guard let days = MonthDays.detect(dates) else { return nil }
      return SpacingDetection(numbers: dates.map(days.number)) { _ in .daysOfMonth(days.days) }
    }
    let places = dates.compactMap(\.workingDayNumbers)
    if places.count == dates.count {
      // Counted from the nearer end of the month. Every month has 20 working days, and many have no more.
      let counts = [places[0].last, places[0].first].sorted { abs($0) < abs($1) }.filter { abs($0) <= 20 }
      for number in counts where places.allSatisfy({ $0.first == number || $0.last == number }) {
        return SpacingDetection(numbers: numbers) { .workingDay(number, ofMonths: $0) }
      }
      // A holiday moves the last working day to the day before it, and the first one to the day behind.
      for number in [-1, 1] {
        let moved = places.count { (number > 0 ? $0.first : $0.last) != number }
        let isNear = places.allSatisfy { (number > 0 ? $0.first : -$0.last) <= 3 }
        guard moved * 10 <= dates.count, isNear,
          let months = SpacingDetection(numbers: numbers, { .workingDay(number, ofMonths: $0) })
        else { continue }
        return SpacingDetection(
          months.spacing, missing: months.missingDates, irregular: months.irregularSpacings + moved)
      }
    }
    let weekday = dates[0].weekday
    guard dates.allSatisfy({ $0.weekday == weekday }) else { return nil }
    // Many months have no fifth such day.
    for week in [-1, (dates[0].day + 6) / 7] where week < 5 {
      guard dates.allSatisfy({ $0.weekdayOfMonth(week, weekday: weekday) == $0 }) else { continue }
      return SpacingDetection(numbers: numbers) { .weekdayOfMonth(week, weekday: weekday, months: $0) }
    }
    return nil
  }

  /// The same times of every week.
  private static func weeks(_ days: [Double], _ plain: SpacingDetection) -> SpacingDetection? {
    guard case .seconds(let step) = plain.spacing, plain.missingDates + plain.irregularSpacings > days.count / 20,
      let (times, others) = WeekTimes.detect(days, step: step)
    else { return nil }
    let numbers = days.filter(times.hold).map(times.number)
    guard let first = numbers.first, let last = numbers.last else { return nil }
    return SpacingDetection(.week(times.times), missing: last - first + 1 - numbers.count, irregular: others)
  }
}

private func haveOneTime(_ days: [Double]) -> Bool {
  // Half a second: dates are whole seconds, stored as fractions of a day.
  let times = days.map { $0 - $0.rounded(.down) }
  return times.allSatisfy { abs($0 - times[0]) < 0.5 / 86_400 }
}
