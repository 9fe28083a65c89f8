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

/// Times of day as text, of 24 hours.
package enum ClockLabel {
  /// Hours and minutes of a time in seconds since midnight: `14:00`.
  package static func minutes(_ time: Int) -> String {
    twoDigits(time / 3_600) + ":" + twoDigits(time / 60 % 60)
  }

  /// Hours, minutes and seconds of a time in seconds since midnight: `14:00:05`.
  package static func seconds(_ time: Int) -> String { minutes(time) + ":" + twoDigits(time % 60) }

  package static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
