import Kernels

/// How far from a prediction 95 % of the values are to lie, by the errors of earlier predictions: split conformal
/// prediction (Vovk, Gammerman and Shafer 2005; Stankevičiūtė, Alaa and van der Schaar 2021).
///
/// Of n errors that are exchangeable with the next one, that one is at most as large as the ⌈0.95 (n + 1)⌉-th smallest
/// with a probability of at least 95 %, whatever their distribution. Below 19 errors no finite bound has this probability;
/// they are taken for normal, and Student's t says how many of their root mean squares hold 95 %.
///
/// Errors several steps ahead follow one another, so that n of them tell as much as fewer that do not. The bound is
/// widened by what Student's t makes of the fewer.
package enum ConformalMargin {
  /// Half the width of the interval.
  ///
  /// - errors: in the order of time, any sign; not empty.
  package static func margin(_ errors: [Double]) -> Double {
    let count = Double(errors.count)
    let widening = studentQuantile(degrees: effectiveCount(errors)) / studentQuantile(degrees: count)
    guard errors.count >= 19 else {
      let meanSquare = errors.reduce(0) { $0 + $1 * $1 } / count
      return studentQuantile(degrees: count) * widening * meanSquare.squareRoot()
    }
    // Forgives the rounding of a whole number.
    let rank = Int((0.95 * (count + 1) - 1e-9).rounded(.up))
    return errors.map(abs).sorted()[rank - 1] * widening
  }

  private static let lagsAtOnce = 32

  /// The number of independent errors whose mean square is as uncertain as that of these: n / (1 + 2 Σ ρₖ), over the
  /// autocorrelations ρₖ about zero up to the first below 0.05; at most n, at least 1.
  package static func effectiveCount(_ errors: [Double]) -> Double {
    let count = Double(errors.count)
    let variance = errors.reduce(0) { $0 + $1 * $1 }
    guard variance > 0, variance.isFinite else { return count }
    var sum = 1.0
    let end = max(errors.count / 2, 1)
    // Most often the first few lags are enough.
    for first in stride(from: 1, to: end, by: lagsAtOnce) {
      for product in laggedProducts(of: errors, lags: first..<min(first + lagsAtOnce, end)) {
        let correlation = product / variance
        guard correlation >= 0.05 else { return max(1, count / sum) }
        sum += 2 * correlation
      }
    }
    return max(1, count / sum)
  }

  /// The 97.5 % quantile of Student's t distribution of at least one degree of freedom: below 19 from a table, between whole
  /// numbers on the straight line over their reciprocals, from there on by the expansion of Cornish and Fisher (1938).
  private static func studentQuantile(degrees: Double) -> Double {
    guard degrees < 19 else { return 1.96 + 2.372 / degrees + 2.823 / (degrees * degrees) }
    let table = [
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
      2.110, 2.101, 2.093,
    ]
    let lower = Int(degrees)
    let (start, end) = (1 / Double(lower), 1 / Double(lower + 1))
    let fraction = (start - 1 / degrees) / (start - end)
    return table[lower - 1] + fraction * (table[lower] - table[lower - 1])
  }
}
