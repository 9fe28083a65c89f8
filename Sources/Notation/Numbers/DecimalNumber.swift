#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `digits · 10^exponent`, exactly: numbers are written from it, so that no binary fraction shows.
package struct DecimalNumber: Hashable {
  package var digits: Int
  package var exponent: Int

  /// The nearest binary number.
  package var value: Double {
    // Larger powers of ten are no binary numbers, and rounding them would be seen in the quotient.
    guard exponent.magnitude <= 22 else { return Double("\(digits)e\(exponent)") ?? .nan }
    return exponent < 0 ? Double(digits) / pow(10, Double(-exponent)) : Double(digits) * pow(10, Double(exponent))
  }

  /// The exponent of the first digit; 0 for zero.
  package var order: Int { digits == 0 ? 0 : String(digits.magnitude).utf8.count - 1 + exponent }

  /// The same number without zeros at its end.
  package var trimmed: DecimalNumber {
    guard digits != 0 else { return DecimalNumber(digits: 0, exponent: 0) }
    var result = self
    while result.digits % 10 == 0 {
      result.digits /= 10
      result.exponent += 1
    }
    return result
  }

  /// Rounds a number to some significant digits and drops the zeros at its end. What is not finite, or nearer to zero
  /// than 10⁻²⁹⁰, becomes zero.
  package init(rounding value: Double, significantDigits: Int) {
    guard value != 0, value.isFinite, value.magnitude > 1e-290 else {
      self.init(digits: 0, exponent: 0)
      return
    }
    let exponent = Int(log10(value.magnitude).rounded(.down)) - significantDigits + 1
    let scaled = exponent < 0 ? value * pow(10, Double(-exponent)) : value / pow(10, Double(exponent))
    self = DecimalNumber(digits: Int(scaled.rounded()), exponent: exponent).trimmed
  }

  /// Rounds a number to so many places after the point and keeps the zeros at its end. The number is finite and, with
  /// its point moved to the right by as many places, below 9·10¹⁸.
  package init(rounding value: Double, places: Int) {
    self.init(digits: Int((value * pow(10, Double(places))).rounded()), exponent: -places)
  }

  package init(digits: Int, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }
}
