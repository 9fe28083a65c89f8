import Notation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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
  func decimal(_ count: Int) -> DecimalNumber { DecimalNumber(digits: count * factor, exponent: exponent) }

  /// The whole steps within a range; what misses its ends by rounding alone belongs to it.
  func counts(in range: ClosedRange<Double>) -> ClosedRange<Int>? {
    let step = decimal(1).value
    let first = (range.lowerBound / step - 1e-6).rounded(.up)
    let last = (range.upperBound / step + 1e-6).rounded(.down)
    guard first <= last, max(first.magnitude, last.magnitude) < 1e17 else { return nil }
    return Int(first)...Int(last)
  }
}
