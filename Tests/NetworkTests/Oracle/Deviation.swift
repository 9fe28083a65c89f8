/// How far numbers are from exact ones: the greatest difference as a fraction of the greatest exact magnitude.
///
/// Sums of many terms lose accuracy relative to their terms, not to themselves; so a small gradient beside large
/// ones of the same parameter is measured by those.
struct Deviation: CustomStringConvertible {
  private(set) var fraction = 0.0
  let description: String

  init(of ours: [Float], from exact: [Double]) {
    guard ours.count == exact.count else {
      (fraction, description) = (.infinity, "\(ours.count) numbers, \(exact.count) expected")
      return
    }
    let differences = zip(ours, exact).map { ours, exact in
      let difference = abs(Double(ours) - exact)
      return difference.isNaN ? .infinity : difference
    }
    guard let worst = differences.indices.max(by: { differences[$0] < differences[$1] }), differences[worst] != 0 else {
      description = "none"
      return
    }
    fraction = differences[worst] / (exact.map(abs).max() ?? 0)
    description = "\(fraction) at \(worst): \(ours[worst]), exactly \(exact[worst])"
  }
}
