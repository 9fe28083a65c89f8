import ArgumentParser

/// A length of time on the command line: `90s`, `5m`, `1h30m`.
struct TimeBudget: Equatable, CustomStringConvertible {
  let seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  private static let units: [(names: [String], seconds: Double)] = [
    (["s", "sec", "secs", "second", "seconds"], 1),
    (["m", "min", "mins", "minute", "minutes"], 60),
    (["h", "hr", "hrs", "hour", "hours"], 3600),
    (["d", "day", "days"], 86_400),
  ]

  /// Parses a time, or says which part of it is none.
  init(text: String) throws { seconds = try Self.seconds(of: text) }

  private static func seconds(of argument: String) throws(ValidationError) -> Double {
    var (total, rest, last) = (0.0, Substring(argument.filter { $0 != " " }), Double.infinity)
    if rest.isEmpty { throw ValidationError("a time such as 90s, 5m or 1h30m is missing") }
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
      let unit = rest.dropFirst(number.count).prefix { !($0.isASCII && $0.isNumber) && $0 != "." }
      rest = rest.dropFirst(number.count + unit.count)
      guard let value = Double(number) else {
        throw ValidationError("'\(number)\(unit)' in '\(argument)' is no time; write it as 90s, 5m or 1h30m")
      }
      if unit.isEmpty {
        throw ValidationError("'\(number)' in '\(argument)' has no unit; write \(number)s or \(number)m")
      }
      guard let size = units.first(where: { $0.names.contains(unit.lowercased()) })?.seconds else {
        throw ValidationError("'\(unit)' in '\(argument)' is no unit of time; there are s, m, h and d, as in 1h30m")
      }
      guard size < last else {
        throw ValidationError(
          "'\(number)\(unit)' in '\(argument)' comes too late; the largest unit stands first, as in 1h30m")
      }
      (total, last) = (total + value * size, size)
    }
    guard total > 0, total <= 1e9 else {
      throw ValidationError("'\(argument)' has to be more than no time and at most 30 years")
    }
    return total
  }

  var description: String { decimal(seconds, 0) + "s" }

  /// `42 s`, `5 min 03 s`, `2 h 05 min`.
  static func text(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
    return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
  }
}
