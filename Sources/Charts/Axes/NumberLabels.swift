import Notation

/// How the numbers of one axis are written: all with the same unit and, on a linear axis, the same decimals.
///
/// Below ten thousand they are plain, above it in groups of three; from a million on with k, M, G or T where that
/// leaves at most two decimals, and very large or small ones as multiples of a power of ten. The minus is a true one.
struct NumberLabels {
  private enum Unit {
    case plain(grouped: Bool)
    case thousands(power: Int)
    case power(Int)
  }

  private var unit: Unit

  /// The labels for numbers of at most this order that are all multiples of `10^lowestExponent`.
  init(order: Int, lowestExponent: Int) {
    let power = min(12, max(0, order) / 3 * 3)
    if order >= 15 || order < -3 {
      unit = .power(order)
    } else if order >= 6, power - lowestExponent <= 2 {
      unit = .thousands(power: power)
    } else {
      unit = .plain(grouped: order >= 4)
    }
  }

  /// The label of one number.
  func label(_ number: DecimalNumber) -> String {
    switch unit {
    case .plain(let grouped):
      return NumberLabels.digits(number, grouped: grouped)
    case .thousands(let power):
      guard number.digits != 0 else { return "0" }
      return NumberLabels.digits(DecimalNumber(digits: number.digits, exponent: number.exponent - power), grouped: true)
        + NumberLabels.letter(power)
    case .power(let power):
      guard number.digits != 0 else { return "0" }
      let factor = NumberLabels.digits(
        DecimalNumber(digits: number.digits, exponent: number.exponent - power), grouped: true)
      return "\(factor)·10\(NumberLabels.superscript(power))"
    }
  }

  /// A number by itself, with few significant digits: `0.0123`, `12.3k`, `4·10⁻⁹`.
  static func single(_ value: Double, significantDigits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "no number" : value < 0 ? "−∞" : "∞" }
    return onLogarithmicAxis(DecimalNumber(rounding: value, significantDigits: significantDigits))
  }

  /// A number of a logarithmic axis, where each has the unit of its own size.
  static func onLogarithmicAxis(_ number: DecimalNumber, asPower: Bool = false, compact: Bool = false) -> String {
    let order = number.order
    if number.digits != 0, asPower || order >= 15 || order < -4 {
      let factor = DecimalNumber(digits: number.digits, exponent: number.exponent - order)
      let power = order == 0 ? "" : "10\(superscript(order))"
      if order == 0 { return digits(factor, grouped: false) }
      return factor.value == 1 ? power : "\(digits(factor, grouped: false))·\(power)"
    }
    guard order >= (compact ? 3 : 4) else { return digits(number, grouped: false) }
    let power = min(12, order / 3 * 3)
    return digits(DecimalNumber(digits: number.digits, exponent: number.exponent - power), grouped: false)
      + letter(power)
  }

  private static func letter(_ power: Int) -> String { ["", "k", "M", "G", "T"][power / 3] }

  /// Groups of three digits have a narrow space between them at which no line breaks.
  private static func digits(_ number: DecimalNumber, grouped: Bool) -> String {
    number.text(separator: grouped ? "\u{202F}" : "")
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "") + String(String(number.magnitude).map { digits[$0.wholeNumberValue ?? 0] })
  }
}
