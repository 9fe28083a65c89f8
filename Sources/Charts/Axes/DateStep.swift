import Notation

/// The distance between two labels of a date axis.
enum DateStep: Hashable {
  case minutes(Int)
  case days(Int)
  case months(Int)
  case years(Int)

  /// All of them, finest first; weeks begin on Monday. Years go on as far as a chart may reach.
  static let all: [DateStep] =
    [1, 5, 15, 30, 60, 180, 360, 720].map { .minutes($0) } + [1, 2, 7, 14].map { .days($0) }
    + [1, 3, 6].map { .months($0) }
    + [1, 10, 100, 1000, 10_000, 100_000].flatMap { [.years($0), .years(2 * $0), .years(5 * $0)] }

  /// About how many days it spans.
  var length: Double {
    switch self {
    case .minutes(let count): Double(count) / 1440
    case .days(let count): Double(count)
    case .months(let count): Double(count) * 30.436875
    case .years(let count): Double(count) * 365.2425
    }
  }

  /// The whole steps within a range of days since 1970-01-01.
  func marks(in range: ClosedRange<Double>) -> [Ticks.Mark] {
    switch self {
    case .minutes(let count):
      return multiples(of: count, from: range.lowerBound * 1440, to: range.upperBound * 1440).map(DateStep.time)
    case .days(let count):
      // Weeks are counted from a Monday, 1970-01-05.
      let monday = count % 7 == 0 ? 4 : 0
      return multiples(of: count, from: range.lowerBound - Double(monday), to: range.upperBound - Double(monday))
        .map { DateStep.day($0 + monday) }
    case .months(let count):
      return firstDays(in: range, every: count) { DateStep.month($0) }
    case .years(let count):
      return firstDays(in: range, every: 12 * count) {
        Ticks.Mark(value: Double($0.daysSinceEpoch), label: DateStep.year($0.year))
      }
    }
  }

  private func multiples(of step: Int, from lower: Double, to upper: Double) -> [Int] {
    let first = Int((lower / Double(step) - 1e-9).rounded(.up))
    let last = Int((upper / Double(step) + 1e-9).rounded(.down))
    return first <= last ? (first...last).map { $0 * step } : []
  }

  private func firstDays(
    in range: ClosedRange<Double>, every months: Int, mark: (CivilDate) -> Ticks.Mark
  ) -> [Ticks.Mark] {
    func month(_ days: Double) -> Double {
      Double(CivilDate(daysSinceEpoch: Int(days.rounded(.down))).monthCount)
    }
    return multiples(of: months, from: month(range.lowerBound), to: month(range.upperBound)).compactMap { count in
      CivilDate(monthCount: count, clampingDay: 1).map(mark)
    }.filter { range.contains($0.value) }
  }

  // The words of a label are English whatever the locale, like the rest of a chart.

  private static func monthName(_ date: CivilDate) -> Substring { CivilDate.monthNames[date.month - 1].prefix(3) }

  private static func time(minutes: Int) -> Ticks.Mark {
    let day = Int((Double(minutes) / 1440).rounded(.down))
    let minute = minutes - 1440 * day
    let date = CivilDate(daysSinceEpoch: day)
    return Ticks.Mark(
      value: Double(minutes) / 1440, label: ClockLabel.minutes(60 * minute),
      context: "\(date.day) \(monthName(date)) \(year(date.year))")
  }

  private static func day(_ day: Int) -> Ticks.Mark {
    let date = CivilDate(daysSinceEpoch: day)
    return Ticks.Mark(
      value: Double(day), label: "\(date.day) \(monthName(date))", context: year(date.year))
  }

  private static func month(_ date: CivilDate) -> Ticks.Mark {
    Ticks.Mark(value: Double(date.daysSinceEpoch), label: String(monthName(date)), context: year(date.year))
  }

  private static func year(_ year: Int) -> String { (year < 0 ? "−" : "") + String(year.magnitude) }
}
