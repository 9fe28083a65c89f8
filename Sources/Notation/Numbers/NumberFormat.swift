/// Numbers as text, the same whatever the locale.
package enum NumberFormat {
  /// At most so many decimals, for programs to read: `0.5`, `-3`. The number is finite.
  package static func short(_ value: Double, places: Int) -> String {
    DecimalNumber(rounding: value, places: places).trimmed.text(minus: "-")
  }

  /// Exactly so many decimals, for people to read: `0.50`, `−3.00`. What is too large for that, or no finite number, is
  /// written as Swift writes it.
  package static func fixed(_ value: Double, places: Int, minus: String = "−") -> String {
    let limit = min(1e15, 1e18 / DecimalNumber(digits: 1, exponent: places).value)
    guard value.magnitude < limit else { return "\(value)" }
    return DecimalNumber(rounding: value, places: places).text(minus: minus)
  }

  /// As many digits as give the same number when they are read: `0.1`, `3`, `1e+22`. The number is finite.
  package static func exact(_ value: some BinaryFloatingPoint & CustomStringConvertible) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A whole number with its thousands apart: `1,234,567`.
  package static func grouped(_ value: Int) -> String {
    DecimalNumber(digits: value, exponent: 0).text(minus: "-", separator: ",")
  }
}
