#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// `digits · 10^exponent`, exactly: the labels of an axis are made from it, so that no binary fraction shows.
struct Decimal: Hashable {
  var digits: Int
  var exponent: Int

  /// The nearest binary number.
  var value: Double {
    exponent < 0 ? Double(digits) / pow(10, Double(-exponent)) : Double(digits) * pow(10, Double(exponent))
  }

  /// The exponent of the first digit; 0 for zero.
  var order: Int { digits == 0 ? 0 : String(digits.magnitude).utf8.count - 1 + exponent }

  /// Rounds a finite number to some significant digits and drops the zeros at its end.
  init(rounding value: Double, significantDigits: Int) {
    guard value != 0, value.isFinite, value.magnitude > 1e-290 else {
      self.init(digits: 0, exponent: 0)
      return
    }
    var exponent = Int(log10(value.magnitude).rounded(.down)) - significantDigits + 1
    let scaled = exponent < 0 ? value * pow(10, Double(-exponent)) : value / pow(10, Double(exponent))
    var digits = Int(scaled.rounded())
    while digits % 10 == 0, digits != 0 {
      digits /= 10
      exponent += 1
    }
    self.init(digits: digits, exponent: exponent)
  }

  init(digits: Int, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }
}

/// The smallest of 1, 2 and 5 times a power of ten that is not less than a number.
struct NiceStep {
  private(set) var factor = 1
  private(set) var exponent: Int

  /// The step for a positive, finite number.
  init(atLeast value: Double) {
    exponent = Int(log10(value).rounded(.down))
    while decimal(1).value < value * (1 - 1e-9) { grow() }
  }

  /// Goes on to the next larger one.
  mutating func grow() {
    switch factor {
    case 1: factor = 2
    case 2: factor = 5
    default:
      factor = 1
      exponent += 1
    }
  }

  /// Goes back to the next smaller one.
  mutating func shrink() {
    switch factor {
    case 5: factor = 2
    case 2: factor = 1
    default:
      factor = 5
      exponent -= 1
    }
  }

  /// So many steps.
  func decimal(_ count: Int) -> Decimal { Decimal(digits: count * factor, exponent: exponent) }

  /// The whole steps within a range; what misses its ends by rounding alone belongs to it.
  func counts(in range: ClosedRange<Double>) -> ClosedRange<Int>? {
    let step = decimal(1).value
    let first = (range.lowerBound / step - 1e-6).rounded(.up)
    let last = (range.upperBound / step + 1e-6).rounded(.down)
    guard first <= last, max(first.magnitude, last.magnitude) < 1e17 else { return nil }
    return Int(first)...Int(last)
  }
}
