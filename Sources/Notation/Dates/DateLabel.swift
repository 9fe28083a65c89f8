/// Dates as text.
package enum DateLabel {
  /// A date in the order of ISO 8601, down to the given part: `1981`, `1981-01`, `1981-01-31`, `1981-01-31 14:00`,
  /// `1981-01-31 14:00:05.250`.
  package static func text(days: Double, precision: DatePrecision) -> String {
    // A clock that counts seconds has no fractions but those of rounding.
    let unit = precision < .millisecond ? 1_000_000 : precision == .millisecond ? 1_000 : 1
    let count = Int((days * 86_400_000_000 / Double(unit)).rounded()) * unit
    let wholeDays = Int((Double(count) / 86_400_000_000).rounded(.down))
    let day = CivilDate(daysSinceEpoch: wholeDays).description
    var fraction: Substring { String(1_000_000 + (count - wholeDays * 86_400_000_000) % 1_000_000).dropFirst() }
    let clock = (count - wholeDays * 86_400_000_000) / 1_000_000
    return switch precision {
    case .year: String(day.dropLast("-01-31".count))
    case .month: String(day.dropLast("-31".count))
    case .day: day
    case .minute: day + " " + ClockLabel.minutes(clock)
    case .second: day + " " + ClockLabel.seconds(clock)
    case .millisecond: day + " " + ClockLabel.seconds(clock) + "." + fraction.prefix(3)
    case .microsecond: day + " " + ClockLabel.seconds(clock) + "." + fraction
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

  package static func twoDigits(_ number: Int) -> String {
    pairs.indices.contains(number) ? pairs[number] : "\(number)"
  }

  /// 00 to 99, since a table of dates asks for millions of them.
  private static let pairs = (0..<100).map { $0 < 10 ? "0\($0)" : "\($0)" }
}
