/// Which of the numbers before a year is the day, in dates such as `01/02/1981`. Between dots the day is first.
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
  /// Whether the year has two digits.
  package var hasShortYear = false

  /// How a text is read that says little about itself.
  package struct Style: Equatable, Sendable {
    /// The order of day and month.
    package var format: DateFormat
    /// The language of names.
    package var words = DateWords.english
    /// The least year of two digits that is one of the 1900s; all below are of the 2000s.
    package var firstOf1900s = 30

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
    if let plain = text.utf8.withContiguousStorageIfAvailable(DateText.plain), let plain {
      self = plain
      return
    }
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
      ClockText.find(in: Array(tokens[(dashes[0] + 1)...]), words: style.words) != nil
        || DateText(Array(tokens[(dashes[0] + 1)...]), style) != nil
    else { return nil }
    self = first
  }

  private init?(_ tokens: [DateToken], _ style: Style) {
    // Logs put brackets around dates; one at the end stands behind the zone.
    let tokens = tokens.first?.isMark("[(") == true ? Array(tokens.dropFirst()) : tokens
    let found = ClockText.find(in: tokens, words: style.words)
    guard let date = CalendarText(found?.rest ?? tokens, style: style, hasTime: found != nil) else { return nil }
    days = Double(date.day.daysSinceEpoch)
    (precision, dependsOnFormat, hasShortYear) = (date.precision, date.dependsOnFormat, date.hasShortYear)
    guard let clock = found?.clock else { return }
    guard precision == .day else { return nil }
    days += Double(clock.microseconds) / 86_400_000_000
    zoneSeconds = clock.zoneSeconds
    precision = clock.precision
  }

  /// Whether the text is a year and nothing else.
  package static func isYear(_ text: String) -> Bool {
    text.utf8.count == 4 && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// `1981-01-31`, and behind it perhaps `14:00` or `14:00:05` after a space or a T: nearly all texts, without an allocation.
  private static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> DateText? {
    guard bytes.count == 10 || bytes.count == 16 || bytes.count == 19, bytes[4] == UInt8(ascii: "-"),
      bytes[7] == UInt8(ascii: "-"), let century = pair(bytes, 0), let rest = pair(bytes, 2),
      let month = pair(bytes, 5),
      let dayOfMonth = pair(bytes, 8), let day = CivilDate(year: century * 100 + rest, month: month, day: dayOfMonth)
    else { return nil }
    var date = DateText(days: Double(day.daysSinceEpoch), precision: .day)
    if bytes.count == 10 { return date }
    guard bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      let hours = pair(bytes, 11), let minutes = pair(bytes, 14), hours < 24, minutes < 60
    else { return nil }
    var seconds = 0
    if bytes.count == 19 {
      guard bytes[16] == UInt8(ascii: ":"), let last = pair(bytes, 17), last < 60 else { return nil }
      seconds = last
    }
    date.days += Double((hours * 60 + minutes) * 60 + seconds) / 86_400
    date.precision = seconds > 0 ? .second : hours + minutes > 0 ? .minute : .day
    return date
  }

  private static func pair(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    guard (48...57).contains(bytes[index]), (48...57).contains(bytes[index + 1]) else { return nil }
    return Int(bytes[index] - 48) * 10 + Int(bytes[index + 1] - 48)
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
