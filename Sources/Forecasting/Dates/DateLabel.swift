import Notation
import Charts

/// Dates as text.
package enum DateLabel {
  /// A date in the order of ISO 8601, down to the given part: `1981`, `1981-01`, `1981-01-31`, `1981-01-31 14:00`.
  package static func text(days: Double, precision: DatePrecision) -> String {
    let seconds = Int((days * 86_400).rounded())
    let wholeDays = Int((Double(seconds) / 86_400).rounded(.down))
    let day = CivilDate(daysSinceEpoch: wholeDays).description
    let clock = seconds - wholeDays * 86_400
    return switch precision {
    case .year: String(day.dropLast("-01-31".count))
    case .month: String(day.dropLast("-31".count))
    case .day: day
    case .minute: day + " " + ClockLabel.minutes(clock)
    case .second: day + " " + ClockLabel.seconds(clock)
    }
  }
}
