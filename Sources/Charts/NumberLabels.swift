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
  func label(_ number: Decimal) -> String {
    switch unit {
    case .plain(let grouped):
      return NumberLabels.digits(number, grouped: grouped)
    case .thousands(let power):
      guard number.digits != 0 else { return "0" }
      return NumberLabels.digits(Decimal(digits: number.digits, exponent: number.exponent - power), grouped: true)
        + NumberLabels.letter(power)
    case .power(let power):
      guard number.digits != 0 else { return "0" }
      let factor = NumberLabels.digits(
        Decimal(digits: number.digits, exponent: number.exponent - power), grouped: true)
      return "\(factor)·10\(NumberLabels.superscript(power))"
    }
  }

  /// A number by itself, with few significant digits: `0.0123`, `12.3k`, `4·10⁻⁹`.
  static func single(_ value: Double, significantDigits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "no number" : value < 0 ? "−∞" : "∞" }
    return onLogarithmicAxis(Decimal(rounding: value, significantDigits: significantDigits))
  }

  /// A number of a logarithmic axis, where each has the unit of its own size.
  static func onLogarithmicAxis(_ number: Decimal, asPower: Bool = false, compact: Bool = false) -> String {
    let order = number.order
    if number.digits != 0, asPower || order >= 15 || order < -4 {
      let factor = Decimal(digits: number.digits, exponent: number.exponent - order)
      let power = order == 0 ? "" : "10\(superscript(order))"
      if order == 0 { return digits(factor, grouped: false) }
      return factor.value == 1 ? power : "\(digits(factor, grouped: false))·\(power)"
    }
    guard order >= (compact ? 3 : 4) else { return digits(number, grouped: false) }
    let power = min(12, order / 3 * 3)
    return digits(Decimal(digits: number.digits, exponent: number.exponent - power), grouped: false) + letter(power)
  }

  private static func letter(_ power: Int) -> String { ["", "k", "M", "G", "T"][power / 3] }

  private static func digits(_ number: Decimal, grouped: Bool) -> String {
    var digits = String(number.digits.magnitude)
    var fraction = ""
    if number.exponent >= 0 {
      if number.digits != 0 { digits += String(repeating: "0", count: number.exponent) }
    } else {
      digits = String(repeating: "0", count: max(0, 1 - number.exponent - digits.utf8.count)) + digits
      fraction = "." + digits.suffix(-number.exponent)
      digits = String(digits.dropLast(-number.exponent))
    }
    return (number.digits < 0 ? "−" : "") + (grouped ? inGroups(digits) : digits) + fraction
  }

  /// Puts a narrow space, at which no line breaks, between groups of three digits.
  private static func inGroups(_ digits: String) -> String {
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result += "\u{202F}" }
      result.append(digit)
    }
    return result
  }

  private static func superscript(_ number: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return (number < 0 ? "⁻" : "") + String(String(number.magnitude).map { digits[$0.wholeNumberValue ?? 0] })
  }
}
