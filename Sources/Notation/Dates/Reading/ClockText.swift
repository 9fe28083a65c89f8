/// A time of day as it stands in a cell, and its zone.
package struct ClockText: Equatable, Sendable {
  /// Seconds since midnight.
  package let seconds: Int
  /// Seconds by which the zone is ahead of UTC, where one is written.
  package let zoneSeconds: Int?

  /// Reads `14:00`, `14:00:05` or `14:00:05.000`, then `Z`, `+01:00`, `+0100` or `+01`. Fractions of a second other
  /// than zero give nil, as anything else does.
  package init?(_ text: Substring) {
    let clock = text.prefix { $0.isNumber || $0 == ":" || $0 == "." }
    guard let seconds = ClockText.seconds(clock) else { return nil }
    self.seconds = seconds
    let zone = text.dropFirst(clock.count).drop { $0 == " " }
    guard zone.first != nil else {
      zoneSeconds = nil
      return
    }
    guard let zoneSeconds = ClockText.zoneSeconds(zone) else { return nil }
    self.zoneSeconds = zoneSeconds
  }

  private static func seconds(_ text: Substring) -> Int? {
    var parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3 else { return nil }
    if parts.count == 2 { parts.append("00") }
    let last = parts[2].split(separator: ".", omittingEmptySubsequences: false)
    guard last.count == 1 || last.count == 2 && last[1].allSatisfy({ $0 == "0" }) else { return nil }
    guard parts[0].count <= 2, parts[1].count == 2, last[0].count == 2,
      let hours = number(parts[0]), let minutes = number(parts[1]), let seconds = number(last[0]),
      hours < 24, minutes < 60, seconds < 60
    else { return nil }
    return (hours * 60 + minutes) * 60 + seconds
  }

  private static func zoneSeconds(_ text: Substring) -> Int? {
    if text == "Z" || text == "z" { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = Substring(text.dropFirst().filter { $0 != ":" })
    guard let value = number(digits), digits.count == 2 || digits.count == 4 else { return nil }
    let (hours, minutes) = digits.count == 2 ? (value, 0) : (value / 100, value % 100)
    guard hours <= 14, minutes < 60 else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60
  }
}
