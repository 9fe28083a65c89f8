/// Dates as text.
package enum DateLabel {
  /// A date in the order of ISO 8601, down to the given part: `1981`, `1981-01`, `1981-01-31`, `1981-01-31 14:00`.
  package static func text(days: Double, precision: DatePrecision) -> String {
    let seconds = Int((days * 86_400).rounded())
    let wholeDays = Int((Double(seconds) / 86_400).rounded(.down))
    let day = CalendarDay(daysSince1970: wholeDays)
    let clock = seconds - wholeDays * 86_400
    var text = padded(day.year, 4)
    if precision >= .month { text += "-" + padded(day.month, 2) }
    if precision >= .day { text += "-" + padded(day.day, 2) }
    if precision >= .minute { text += " " + padded(clock / 3_600, 2) + ":" + padded(clock / 60 % 60, 2) }
    if precision >= .second { text += ":" + padded(clock % 60, 2) }
    return text
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
