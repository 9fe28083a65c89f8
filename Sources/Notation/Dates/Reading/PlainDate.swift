/// A date of three numbers, and behind it perhaps `14:00`, `14:00:05.250` or `2:00 PM` with a zone by number: nearly all
/// dates that programs write, read without an allocation. What it reads, `CalendarText` and `ClockText` read alike.
struct PlainDate {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let style: DateText.Style
  private var place = 0

  /// The date; nil of other texts, which may be dates.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ style: DateText.Style) -> DateText? {
    guard (8...36).contains(bytes.count) else { return nil }
    var reader = PlainDate(bytes: bytes, style: style)
    guard var date = reader.day() else { return nil }
    return reader.isAtEnd || reader.addTime(to: &date) ? date : nil
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, style: DateText.Style) { (self.bytes, self.style) = (bytes, style) }

  private var isAtEnd: Bool { place == bytes.count }

  private mutating func digit() -> Int? {
    guard place < bytes.count, (48...57).contains(bytes[place]) else { return nil }
    place += 1
    return Int(bytes[place - 1] - 48)
  }

  /// Up to four digits.
  private mutating func number() -> (value: Int, length: Int)? {
    var (value, length) = (0, 0)
    while length < 4, let digit = digit() { (value, length) = (value * 10 + digit, length + 1) }
    return length > 0 ? (value, length) : nil
  }

  private mutating func take(_ mark: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == mark else { return false }
    place += 1
    return true
  }

  private mutating func day() -> DateText? {
    guard let first = number(), place < bytes.count else { return nil }
    let separator = bytes[place]
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: "."),
      take(separator), let second = number(), second.length <= 2, take(separator), let third = number()
    else { return nil }
    let hasDots = separator == UInt8(ascii: ".")
    let day: CivilDate?
    switch (first.length, third.length) {
    case (4, 1...2): day = CivilDate(year: first.value, month: second.value, day: third.value)
    case (1...2, 2), (1...2, 4):
      day = CalendarText.day(
        (first.value, second.value, third.value), lengths: (first.length, third.length), hasDots: hasDots, style: style)
    default: day = nil
    }
    guard let day else { return nil }
    var date = DateText(days: Double(day.daysSinceEpoch), precision: .day)
    date.hasDots = first.length < 4 && hasDots
    date.dependsOnFormat = first.length < 4 && (!hasDots || first.length == 2 && third.length == 2)
    date.hasShortYear = first.length < 4 && third.length == 2
    return date
  }

  /// Adds the time and the zone that stand behind a date; false where something else does.
  private mutating func addTime(to date: inout DateText) -> Bool {
    guard take(UInt8(ascii: " ")) || take(UInt8(ascii: "T")), let hours = number(), hours.length <= 2, hours.value < 24,
      take(UInt8(ascii: ":")), let minutes = number(), minutes.length == 2, minutes.value < 60
    else { return false }
    var (seconds, fraction) = (0, 0)
    if take(UInt8(ascii: ":")) {
      guard let last = number(), last.length == 2, last.value < 60, let part = self.fraction() else { return false }
      (seconds, fraction) = (last.value, part)
    }
    guard let hour = hour(hours.value) else { return false }
    if !isAtEnd {
      guard let zone = zone(), isAtEnd else { return false }
      date.zoneSeconds = zone
    }
    let microseconds = ((hour * 60 + minutes.value) * 60 + seconds) * 1_000_000 + fraction
    date.days += Double(microseconds) / 86_400_000_000
    date.precision = ClockText.precision(microseconds: microseconds)
    return true
  }

  /// The millionths behind a decimal mark, further digits aside; nil of too many digits, or of a mark without any.
  private mutating func fraction() -> Int? {
    guard take(UInt8(ascii: ".")) || take(UInt8(ascii: ",")) else { return 0 }
    var (value, length) = (0, 0)
    while length < 9, let digit = digit() {
      if length < 6 { value = value * 10 + digit }
      length += 1
    }
    guard length > 0 else { return nil }
    for _ in min(length, 6)..<6 { value *= 10 }
    return value
  }

  /// The hour of the day, by the half of it that may stand behind the time, as ` PM`; nil where it cannot be of one.
  private mutating func hour(_ hours: Int) -> Int? {
    let start = place
    _ = take(UInt8(ascii: " "))
    guard place + 1 < bytes.count, bytes[place + 1] | 0x20 == UInt8(ascii: "m"),
      bytes[place] | 0x20 == UInt8(ascii: "a") || bytes[place] | 0x20 == UInt8(ascii: "p")
    else {
      place = start
      return hours
    }
    let isAfternoon = bytes[place] | 0x20 == UInt8(ascii: "p")
    place += 2
    // Letters right behind it make another word of it.
    guard style.words.language == DateWords.english.language, isAtEnd || bytes[place] < UInt8(ascii: "A") else {
      return nil
    }
    if hours <= 12 { return hours % 12 + (isAfternoon ? 12 : 0) }
    return isAfternoon ? hours : nil
  }

  /// The seconds by which a zone as `Z`, `+01:00`, `+0100` or `+01` is ahead of UTC; nil of other texts.
  private mutating func zone() -> Int? {
    if take(UInt8(ascii: "Z")) { return 0 }
    let isApart = take(UInt8(ascii: " "))
    // A dash may also be that of a span.
    let isBehind = !isApart && style.dash == .zone && take(UInt8(ascii: "-"))
    guard isBehind || take(UInt8(ascii: "+")), let first = number() else { return nil }
    var (hours, minutes) = (first.value, 0)
    switch first.length {
    case 2:
      if take(UInt8(ascii: ":")) {
        guard let part = number(), part.length == 2 else { return nil }
        minutes = part.value
      }
    case 4: (hours, minutes) = (first.value / 100, first.value % 100)
    default: return nil
    }
    guard hours <= 14, minutes < 60 else { return nil }
    return (hours * 60 + minutes) * (isBehind ? -60 : 60)
  }
}
