/// How far rows keep to the step of others.
package enum StepFit: Equatable, Sendable {
  /// They have the step, or their dates are those that the step leads to.
  case same
  /// At least half of them are where the step leads to; or nobody knows it well.
  case partly
  /// They have another one.
  case other
}

extension RowSpacing {
  /// How far the dates of other rows keep to this spacing.
  ///
  /// Few rows show less of a pattern than many: Thursday, Friday and Monday are days with a gap, and are right for weekdays.
  /// So it is the dates that are asked, where the lengths differ.
  package func fit(of axis: TimeAxis) -> StepFit {
    guard let days = axis.days, let found = axis.spacing else { return .same }
    let lengths = [seconds, found.seconds].sorted()
    // Months differ by more than a tenth of their length, and their mean from 30 days by a twentieth of it at most, as do
    // clocks that tick unevenly; four weeks are no month.
    let isAsLong = lengths[0] >= lengths[1] * 0.95
    // As many days of the week may be other ones.
    if isAsLong && (daysOfWeek == nil || found.daysOfWeek == nil || daysOfWeek == found.daysOfWeek) { return .same }
    // The mean of steps without a pattern is another one in every stretch.
    if !isPattern { return lengths[0] * 3 >= lengths[1] ? .same : .partly }
    let tolerance = min(0.5, seconds / 20) / 86_400
    let keeping = zip(days, days.dropFirst()).count { abs(date(1, after: $0) - $1) < tolerance }
    if keeping * 10 >= (days.count - 1) * 9 { return .same }
    return isAsLong || keeping * 2 >= days.count - 1 ? .partly : .other
  }

  /// The days of the week that have rows, 0 for Monday; nil of other patterns.
  private var daysOfWeek: Set<Int>? {
    switch self {
    case .weekday: Set(0..<5)
    case .week(let times): Set(times.map { $0 / 86_400 })
    default: nil
    }
  }

  /// The mean time from row to row.
  private var seconds: Double {
    let (week, month) = (604_800.0, 365.2425 * 86_400 / 12)
    return switch self {
    case .seconds(let seconds): Double(seconds)
    case .microseconds(let step): Double(step) / 1e6
    case .weekday: week / 5
    case .week(let times): week / Double(times.count)
    case .months(let months, _), .workingDay(_, let months), .weekdayOfMonth(_, _, let months): month * Double(months)
    case .daysOfMonth(let days): month / Double(days.count)
    case .irregular(let seconds): seconds
    }
  }
}
