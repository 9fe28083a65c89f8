/// Which of the two numbers before a year is the day, in dates such as `01/02/1981`. Between dots the day is first.
public enum DateFormat: String, CaseIterable, Codable, Sendable {
  /// Day, month, year.
  case dayFirst = "day-first"
  /// Month, day, year.
  case monthFirst = "month-first"
}

/// The finest part of the dates of a series.
public enum DatePrecision: Int, Comparable, Codable, Sendable {
  /// Years alone.
  case year
  /// Years and months.
  case month
  /// Days.
  case day
  /// Hours and minutes.
  case minute
  /// Seconds.
  case second

  /// Coarser before finer.
  public static func < (left: DatePrecision, right: DatePrecision) -> Bool { left.rawValue < right.rawValue }
}

/// A date as it stands in a cell.
package struct DateText: Equatable, Sendable {
  /// Days since 1970-01-01 of the clock and calendar as written, whatever the zone.
  package var days: Double
  /// The finest part that is written, times of midnight aside.
  package var precision: DatePrecision
  /// Seconds by which the zone is ahead of UTC, where one is written.
  package var zoneSeconds: Int?

  /// Reads `1981-01-31`, `1981/01/31`, `31.01.1981`, `01/31/1981`, `31 Jan 1981`, `Jan 31, 1981`, `1981-01`,
  /// `01/1981`, `Jan 1981`, `1981-Q1` or `1981`; days with a time after a space or a T, as `14:00` or `14:00:05`, and
  /// a zone after that, as `Z` or `+01:00`. Anything else gives nil, also a number such as `1013.2`.
  package init?(_ text: String, format: DateFormat) {
    guard text.utf8.count <= 40, !DateText.isOtherNumber(text) else { return nil }
    let (date, time) = DateText.parts(of: text)
    guard let (day, precision) = DateText.day(date, format: format) else { return nil }
    days = Double(day.daysSinceEpoch)
    self.precision = precision
    guard let time else { return }
    guard precision == .day, let clock = ClockText(time) else { return nil }
    days += Double(clock.seconds) / 86_400
    zoneSeconds = clock.zoneSeconds
    if clock.seconds > 0 { self.precision = clock.seconds % 60 == 0 ? .minute : .second }
  }

  /// Whether the text is a number that is no bare year of four digits.
  private static func isOtherNumber(_ text: String) -> Bool {
    !isYear(text) && NumberText(text)?.unit.isEmpty == true
  }

  /// Whether the text is a year and nothing else.
  package static func isYear(_ text: String) -> Bool { text.utf8.count == 4 && number(Substring(text)) != nil }

  /// The date, and the time after it where there is a colon.
  private static func parts(of text: String) -> (date: Substring, time: Substring?) {
    guard let colon = text.firstIndex(of: ":"),
      let mark = text[..<colon].lastIndex(where: { $0 == " " || $0 == "T" })
    else { return (Substring(text), nil) }
    return (text[..<mark], text[text.index(after: mark)...])
  }

  private static func day(_ text: Substring, format: DateFormat) -> (CivilDate, DatePrecision)? {
    if let quarter = quarter(text) { return quarter }
    let parts = text.split(omittingEmptySubsequences: false) { "-/. ".contains($0) }
      .map { $0.last == "," ? $0.dropLast() : $0 }
    func date(_ year: Substring, _ month: Int?, _ day: Substring?) -> (CivilDate, DatePrecision)? {
      guard year.count == 4, let year = number(year), let month else { return nil }
      guard let day else { return CivilDate(year: year, month: month, day: 1).map { ($0, .month) } }
      guard day.count <= 2, let day = number(day) else { return nil }
      return CivilDate(year: year, month: month, day: day).map { ($0, .day) }
    }
    switch parts.count {
    case 1: return date(parts[0], 1, nil).map { ($0.0, .year) }
    case 2 where parts[0].count == 4: return date(parts[0], monthNumber(parts[1]) ?? monthName(parts[1]), nil)
    case 2: return date(parts[1], monthNumber(parts[0]) ?? monthName(parts[0]), nil)
    case 3 where parts[0].count == 4 && number(parts[0]) != nil:
      return date(parts[0], monthNumber(parts[1]) ?? monthName(parts[1]), parts[2])
    case 3:
      if let month = monthName(parts[1]) { return date(parts[2], month, parts[0]) }
      if let month = monthName(parts[0]) { return date(parts[2], month, parts[1]) }
      switch text.contains(".") ? .dayFirst : format {
      case .dayFirst: return date(parts[2], monthNumber(parts[1]), parts[0])
      case .monthFirst: return date(parts[2], monthNumber(parts[0]), parts[1])
      }
    default: return nil
    }
  }

  /// The first day of a quarter, from `1981Q1`, `1981-Q1` or `1981 Q1`.
  private static func quarter(_ text: Substring) -> (CivilDate, DatePrecision)? {
    guard let mark = text.firstIndex(where: { $0 == "Q" || $0 == "q" }) else { return nil }
    let year = text[..<mark].last.map { "- ".contains($0) } == true ? text[..<mark].dropLast() : text[..<mark]
    guard year.count == 4, let year = number(year), let quarter = number(text[text.index(after: mark)...]),
      (1...4).contains(quarter)
    else { return nil }
    return CivilDate(year: year, month: quarter * 3 - 2, day: 1).map { ($0, .month) }
  }

  private static func monthNumber(_ text: Substring) -> Int? { text.utf8.count <= 2 ? number(text) : nil }

  /// An English month's number, from its name or three letters of it.
  private static func monthName(_ text: Substring) -> Int? {
    guard text.count >= 3 else { return nil }
    let word = text.lowercased()
    return CivilDate.monthNames.firstIndex { $0.lowercased().hasPrefix(word) }.map { $0 + 1 }
  }
}

/// The number that a few digits and nothing else write.
func number(_ digits: Substring) -> Int? {
  guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
  return Int(digits)
}
