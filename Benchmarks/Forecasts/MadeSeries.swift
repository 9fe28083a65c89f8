import Foundation
import Kernels
import Notation

/// A series made by a formula and seeded noise.
struct MadeSeries {
  /// The time from row to row.
  enum Step {
    /// Rows are numbered.
    case none
    /// Days from 2015-01-01 on.
    case days
    /// Hours from 2015-01-01 00:00 on.
    case hours
    /// Months from January 1990 on.
    case months
  }

  let name: String
  let step: Step
  let values: [Double]

  /// The series as a CSV file with the columns `date` and `value`, or `value` alone.
  var csv: String {
    let rows = values.indices.map { row in
      let value = String(format: "%.6g", values[row])
      return label(row).map { "\($0),\(value)\n" } ?? "\(value)\n"
    }
    return (label(0) == nil ? "value\n" : "date,value\n") + rows.joined()
  }

  private func label(_ row: Int) -> String? {
    let first = CivilDate(year: 2015, month: 1, day: 1)?.daysSinceEpoch ?? 0
    switch step {
    case .none: return nil
    case .days: return "\(CivilDate(daysSinceEpoch: first + row))"
    case .hours: return "\(CivilDate(daysSinceEpoch: first + row / 24)) " + String(format: "%02d:00", row % 24)
    case .months: return String(format: "%d-%02d-01", 1990 + row / 12, row % 12 + 1)
    }
  }
}

/// Random numbers of the distributions that series are made with.
struct Noise {
  private var generator: Philox

  init(seed: UInt64) { generator = Philox(seed: seed) }

  /// A number from [0, 1).
  mutating func unit() -> Double { generator.nextUnit() }

  /// A normally distributed number of mean 0 and variance 1 (Box and Muller 1958).
  mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  /// A number of Student's t distribution with three degrees of freedom.
  mutating func heavyTailed() -> Double {
    let chiSquared = (0..<3).reduce(0.0) { sum, _ in
      let value = normal()
      return sum + value * value
    }
    return normal() / (chiSquared / 3).squareRoot()
  }

  /// A count of a Poisson distribution (Knuth 1969): products of uniform numbers until e^−mean is reached.
  mutating func count(mean: Double) -> Double {
    var (product, count) = (unit(), 0.0)
    while product > exp(-mean) {
      product *= unit()
      count += 1
    }
    return count
  }
}
