/// Which of the numbers before a year is the day, in dates such as `01/02/1981`. Between dots the day is first, or the year
/// where both have two digits, or the month where that is asked for.
public enum DateFormat: String, CaseIterable, Codable, Sendable {
  /// Day, month, year.
  case dayFirst = "day-first"
  /// Month, day, year.
  case monthFirst = "month-first"
  /// Year, month, day; it differs from the others only where years have two digits.
  case yearFirst = "year-first"
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
  /// Thousandths of a second.
  case millisecond
  /// Millionths of a second.
  case microsecond

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
  /// Whether another order of day, month and year could make another date of the same text.
  package var dependsOnFormat = false
  /// Whether points stand between the numbers of day, month and year, the year not first.
  package var hasDots = false
  /// Whether the year has two digits.
  package var hasShortYear = false
  /// Whether a span stands there without spaces that cannot be a time with its zone, as `14:00-15:00`.
  package var isSpan = false

  /// How a text is read that says little about itself.
  package struct Style: Equatable, Sendable {
    /// The order of day and month.
    package var format: DateFormat
    /// Whether the order was asked for, so that it holds also between dots.
    package var isAskedFor = false
    /// The language of names.
    package var words = DateWords.english
    /// The least year of two digits that is one of the 1900s; all below are of the 2000s.
    package var firstOf1900s = 30
    /// What a dash right behind a time means.
    package var dash = TimeDash.zone
    /// What IST is short for.
    package var zoneOfIST = ZoneOfIST.india

    /// A style with English names, in which the years of two digits are 1930 to 2029.
    package init(_ format: DateFormat) { self.format = format }
  }

  /// Reads a text; nil where it is no date.
  ///
  /// Dates are `1981-01-31`, `1981/01/31`, `31.01.1981`, `01/31/81`, `31 Jan 1981`, `Sat, Jan 31st, 1981`, `1981年1月31日`,
  /// `1981-01`, `01/1981`, `Jan 1981`, `Jan-81`, `1981-Q1`, `1Q81`, `1981M01`, `H1 1981`, `1981-W05`, `1981-W05-6`,
  /// `1981-031` or `1981`; days with a time, as `ClockText` reads it, before or behind. Of two dates with a dash
  /// between them the first is taken, as the beginning of a span. Anything else gives nil, also a number such as `1013.2`.
  package init?(_ text: String, style: Style) {
    var text = text
    if let plain = text.withUTF8({ PlainDate.read($0, style) }) {
      self = plain
      return
    }
    self.init(words: text, style)
  }

  /// Reads the bytes of a text in UTF-8, as `init(_:style:)` does.
  package init?(_ bytes: UnsafeBufferPointer<UInt8>, style: Style) {
    if let plain = PlainDate.read(bytes, style) {
      self = plain
      return
    }
    self.init(words: String(decoding: bytes, as: UTF8.self), style)
  }

  private init?(words text: String, _ style: Style) {
    guard text.utf8.count <= 80, text.utf8.contains(where: { (48...57).contains($0) }),
      let tokens = DateToken.tokens(of: text)
    else { return nil }
    if let date = DateText(tokens, style) {
      self = date
      return
    }
    let dashes = tokens.indices.dropFirst().dropLast().filter {
      tokens[$0].isMark("-–—") && tokens[$0].isApart && tokens[$0 + 1].isApart
    }
    guard dashes.count == 1, let first = DateText(Array(tokens[..<dashes[0]]), style),
      ClockText.find(in: Array(tokens[(dashes[0] + 1)...]), style: style) != nil
        || DateText(Array(tokens[(dashes[0] + 1)...]), style) != nil
    else { return nil }
    self = first
  }

  private init?(_ tokens: [DateToken], _ style: Style) {
    // Logs put brackets around dates; one at the end stands behind the zone.
    let tokens = tokens.first?.isMark("[(") == true ? Array(tokens.dropFirst()) : tokens
    let found = ClockText.find(in: tokens, style: style)
    guard let date = CalendarText(found?.rest ?? tokens, style: style, hasTime: found != nil) else { return nil }
    days = Double(date.day.daysSinceEpoch)
    (precision, dependsOnFormat, hasShortYear) = (date.precision, date.dependsOnFormat, date.hasShortYear)
    hasDots = date.hasDots
    guard let clock = found?.clock else { return }
    guard precision == .day else { return nil }
    days += Double(clock.microseconds) / 86_400_000_000
    (zoneSeconds, isSpan) = (clock.zoneSeconds, clock.isSpan)
    precision = clock.precision
  }

  /// Whether the text is a year and nothing else.
  package static func isYear(_ text: String) -> Bool {
    text.utf8.count == 4 && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// A date of known parts.
  package init(days: Double, precision: DatePrecision, zoneSeconds: Int? = nil) {
    (self.days, self.precision, self.zoneSeconds) = (days, precision, zoneSeconds)
  }

  /// Whether a text is a time of day and nothing else.
  package static func isTime(_ text: String) -> Bool { ClockText(text) != nil }

  /// The time of day that a number of hours says, as `7` or `0730`; other texts as they are.
  package static func time(ofHours text: String) -> String {
    let plain = text.hasSuffix(".0") ? Substring(text.dropLast(2)) : Substring(text)
    guard plain.utf8.allSatisfy({ (48...57).contains($0) }) else { return text }
    switch plain.utf8.count {
    case 1, 2: return plain + ":00"
    case 3, 4: return plain.dropLast(2) + ":" + plain.suffix(2)
    default: return text
    }
  }

  /// Whether a text has words beside numbers, and is as short as a date: in some language it may be one.
  package static func hasNames(_ text: String) -> Bool {
    guard text.utf8.count <= 60, let tokens = DateToken.tokens(of: text) else { return false }
    return tokens.contains { $0.word != nil } && tokens.contains { $0.number != nil }
  }

  /// Whether a text looks like a date to a reader, whether or not one can be read: three or more numbers and words with
  /// the marks of dates between them, a word between a day and a year, or a time of day.
  package static func hasShape(_ text: String) -> Bool {
    guard text.utf8.count <= 40, !isYear(text), NumberText(text) == nil, let tokens = DateToken.tokens(of: text),
      (3...20).contains(tokens.count)
    else { return false }
    let numbers = tokens.filter { $0.number != nil }
    let words = tokens.count { $0.word != nil }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0.length <= 4 || $0.length == 6 || $0.length == 8 }) else {
      return false
    }
    let areMarks = tokens.allSatisfy { !$0.isMark("#$%&*=?!@^\"<>") }
    let hasTime = zip(tokens, zip(tokens.dropFirst(), tokens.dropFirst(2))).contains {
      $0.number != nil && $1.0.isMark(":") && $1.1.length == 2
    }
    let isDate = tokens.contains { $0.isMark("-/.") } && (3...8).contains(numbers.count + words) && numbers.count >= 2
    let isNamed =
      words > 0 && numbers.count == 2 && numbers.contains { $0.length == 4 } && numbers.contains { $0.length <= 2 }
    return areMarks && words <= 3 && (hasTime || isDate || isNamed)
  }
}
