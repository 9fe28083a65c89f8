import ArgumentParser

/// A length of time on the command line: `90s`, `5m`, `2h`.
struct TimeBudget: ExpressibleByArgument, Equatable {
  let seconds: Double

  init(seconds: Double) { self.seconds = seconds }

  init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = argument.last.flatMap({ units[$0] }), let value = Double(argument.dropLast()), value > 0,
      value * unit <= 1e9
    else { return nil }
    seconds = value * unit
  }

  var defaultValueDescription: String { decimal(seconds, 0) + "s" }

  /// `42 s`, `5 min 03 s`, `2 h 05 min`.
  static func text(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
    return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
  }
}
