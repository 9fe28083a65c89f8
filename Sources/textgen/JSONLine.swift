import FoundationEssentials

/// One JSON object a line on stdout.
enum JSONLine {
  static func write(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    Terminal.write([UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")])
  }
}

extension String {
  /// Filled with spaces to a width: on the right, or on the left when the width is negative.
  func padded(_ width: Int) -> String {
    let spaces = String(repeating: " ", count: max(0, abs(width) - count))
    return width < 0 ? spaces + self : self + spaces
  }
}

/// A number with so many decimals, with a point whatever the locale.
func decimal(_ value: Double, _ places: Int) -> String {
  guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
  var unit = 1.0
  for _ in 0..<places { unit *= 10 }
  let scaled = Int((abs(value) * unit).rounded())
  let fraction = String(scaled % Int(unit))
  let whole = (value < 0 && scaled > 0 ? "-" : "") + String(scaled / Int(unit))
  return places == 0 ? whole : "\(whole).\(String(repeating: "0", count: places - fraction.count))\(fraction)"
}
