/// Forms in which a column of numbers can be one of dates.
package enum DateNumber: String, CaseIterable, Sendable {
  /// `20210131`.
  case days = "year, month and day in eight digits"
  /// `202101`.
  case months = "year and month in six digits"
  /// `2021013114`.
  case hours = "year to hour in ten digits"
  /// `202101311400`.
  case minutes = "year to minute in twelve digits"
  /// `20210131140005`.
  case clock = "year to second in fourteen digits"
  /// `2021031`, the 31st day of the year.
  case dayOfYear = "year and day of the year in seven digits"
  /// `210131`.
  case shortDays = "year, month and day of two digits each"
  /// Since 1970-01-01, UTC.
  case seconds = "seconds since 1970"
  /// Since 1970-01-01, UTC.
  case milliseconds = "milliseconds since 1970"
  /// Since 1970-01-01, UTC.
  case microseconds = "microseconds since 1970"
  /// Since 1970-01-01, UTC; rounded to microseconds.
  case nanoseconds = "nanoseconds since 1970"
  /// Days since 1899-12-30, and their fractions; rounded to seconds.
  case spreadsheetDays = "days as spreadsheets count them"
  /// `01.2021`.
  case monthYear = "month and year"
  /// `2021.01`.
  case yearMonth = "year and month"

  /// Whether the form is so rare among other numbers that no name has to tell it.
  package var isEvident: Bool {
    switch self {
    case .days, .hours, .minutes, .clock: true
    default: false
    }
  }

  /// The date that a number is in this form; nil where it is none, or of another time than 1900 to 2100, which years of
  /// four digits may leave.
  package func date(_ text: String) -> DateText? {
    let bytes = Array(text.utf8)
    func digits(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) } }
    func day(_ year: Int, _ month: Int, _ day: Int) -> Double? {
      guard (1000..<3000).contains(year) else { return nil }
      return CivilDate(year: year, month: month, day: day).map { Double($0.daysSinceEpoch) }
    }
    if self == .spreadsheetDays { return NumberText(text).flatMap(DateNumber.serial) }
    if self == .monthYear || self == .yearMonth {
      let (month, mark, year) =
        self == .monthYear
        ? (0..<max(0, bytes.count - 5), bytes.count - 5, max(0, bytes.count - 4)..<bytes.count) : (5..<7, 4, 0..<4)
      guard (6...7).contains(bytes.count), self == .monthYear || bytes.count == 7, bytes[mark] == UInt8(ascii: "."),
        bytes.indices.allSatisfy({ $0 == mark || DateNumber.isDigit(bytes[$0]) })
      else { return nil }
      return day(digits(year), digits(month), 1).map { DateText(days: $0, precision: .month) }
    }
    guard !bytes.isEmpty, bytes.allSatisfy(DateNumber.isDigit) || self.unit != nil else { return nil }
    func time(_ count: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) -> DateText? {
      guard bytes.count == count, hour <= 24, minute < 60, second < 60, hour < 24 || minute + second == 0,
        let start = day(digits(0..<4), digits(4..<6), digits(6..<8))
      else { return nil }
      return DateText.instant(
        microseconds: Int(start) * 86_400_000_000 + ((hour * 60 + minute) * 60 + second) * 1_000_000)
    }
    switch self {
    case .days: return time(8)
    case .hours: return bytes.count == 10 ? time(10, hour: digits(8..<10)) : nil
    case .minutes: return bytes.count == 12 ? time(12, hour: digits(8..<10), minute: digits(10..<12)) : nil
    case .clock:
      return bytes.count == 14
        ? time(14, hour: digits(8..<10), minute: digits(10..<12), second: digits(12..<14)) : nil
    case .months:
      return bytes.count == 6 ? day(digits(0..<4), digits(4..<6), 1).map { DateText(days: $0, precision: .month) } : nil
    case .shortDays:
      guard bytes.count == 6 else { return nil }
      let year = digits(0..<2)
      return day(year + (year >= 30 ? 1900 : 2000), digits(2..<4), digits(4..<6))
        .map { DateText(days: $0, precision: .day) }
    case .dayOfYear:
      guard bytes.count == 7 else { return nil }
      return CivilDate(dayOfYear: digits(4..<7), year: digits(0..<4))
        .map { DateText(days: Double($0.daysSinceEpoch), precision: .day) }
    default: return epoch(text)
    }
  }

  /// The units in a second, of what is counted since 1970.
  private var unit: Double? {
    switch self {
    case .seconds: 1
    case .milliseconds: 1e3
    case .microseconds: 1e6
    case .nanoseconds: 1e9
    default: nil
    }
  }

  private func epoch(_ text: String) -> DateText? {
    guard let unit, let count = NumberText.plain(text) else { return nil }
    // A number of double precision does not hold nanoseconds; whole ones are divided before.
    let microseconds = self == .nanoseconds ? Int(text).map { Double($0 / 1_000) } ?? count / 1e3 : count / unit * 1e6
    // From 1973 to 2100, so that the units are told apart by their size.
    guard (1e14..<4.1025e15).contains(microseconds) else { return nil }
    return DateText.instant(microseconds: Int(microseconds.rounded()))
  }

  private static func serial(_ number: NumberText) -> DateText? {
    // From 1900 to 2100. Until February 1900 spreadsheets count a day too many.
    guard let days = number.point, number.unit.isEmpty, (61..<73_050).contains(days) else { return nil }
    return DateText.instant(microseconds: Int(((days - 25_569) * 86_400).rounded()) * 1_000_000)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}

extension DateText {
  /// A time in microseconds since 1970-01-01.
  fileprivate static func instant(microseconds: Int) -> DateText {
    DateText(
      days: Double(microseconds) / 86_400_000_000, precision: ClockText.precision(microseconds: microseconds))
  }
}
