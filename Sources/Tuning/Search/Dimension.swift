#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Notation

/// One option that is searched, and the values that the option may have.
///
/// Every range is a finite list of values, all different and all equally likely. That of a logarithmic range is a grid
/// of equal ratios, as fine as three significant digits can tell apart.
package struct Dimension: Hashable, Sendable {
  /// The kinds of ranges.
  package enum Range: Hashable, Sendable {
    /// `low`, `low + step` and so on, `count` numbers of the unit 10^`exponent`.
    case stepped(low: Int, step: Int, count: Int, exponent: Int)
    /// Numbers from the first to the second whose neighbours have the same ratio.
    case logarithmic(low: Double, high: Double)
    /// The same, rounded to whole numbers.
    case wholeLogarithmic(low: Int, high: Int)
    /// The values themselves: names or numbers.
    case choices([String])
  }

  /// The option's name, without dashes.
  package let name: String
  /// The values.
  package let range: Range

  /// The option `name` with the values of `range`.
  package init(name: String, range: Range) { (self.name, self.range) = (name, range) }

  /// How many values there are.
  package var count: Int {
    switch range {
    case .stepped(_, _, let count, _): count
    case .logarithmic(let low, let high): Self.points(from: low, to: high, ratio: Self.finestRatio)
    case .wholeLogarithmic(let low, let high):
      // Neighbours are at least one apart.
      Self.points(from: Double(low), to: Double(high), ratio: max(Self.finestRatio, 1 + 1 / Double(low)))
    case .choices(let values): values.count
    }
  }

  /// The value at `index`, from 0 to below `count`: lists of numbers ascend.
  package func value(at index: Int) -> String {
    precondition(index >= 0 && index < count, "value \(index) of \(count)")
    switch range {
    case .stepped(let low, let step, _, let exponent):
      return DecimalNumber(digits: low + index * step, exponent: exponent).trimmed.text(minus: "-")
    case .logarithmic(let low, let high):
      let number = Self.point(index, of: count, from: low, to: high)
      // The bounds are kept as they are: rounding could leave the range.
      if index == 0 || index == count - 1 { return NumberFormat.exact(number) }
      return NumberFormat.exact(DecimalNumber(rounding: number, significantDigits: 3).value)
    case .wholeLogarithmic(let low, let high):
      return String(Int(Self.point(index, of: count, from: Double(low), to: Double(high)).rounded()))
    case .choices(let values): return values[index]
    }
  }

  /// Two numbers of this ratio differ by one or more in the third significant digit.
  private static let finestRatio = 1.01

  private static func points(from low: Double, to high: Double, ratio: Double) -> Int {
    // The tolerance keeps a bound that is met exactly in spite of the logarithm's rounding.
    max(2, Int((log(high / low) / log(ratio) + 1e-9).rounded(.down)) + 1)
  }

  private static func point(_ index: Int, of count: Int, from low: Double, to high: Double) -> Double {
    if index == 0 { return low }
    if index == count - 1 { return high }
    return low * pow(high / low, Double(index) / Double(count - 1))
  }
}
