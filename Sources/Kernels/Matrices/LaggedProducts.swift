/// Σ x[i] · x[i + k] over the n − k pairs of a series, for each of some lags k, none below 0: what autocorrelations are made of.
///
/// Each sum is one chain from the first pair to the last. Chains of neighbouring lags are made side by side, so that none
/// waits for the other. Numbers that are not finite make all sums such. Cost: n for each lag; allocates n numbers.
public func laggedProducts(of values: [Double], lags: Range<Int>) -> [Double] {
  require(lags.lowerBound >= 0, "lags \(lags)")
  typealias Chains = SIMD8<Double>
  let width = Chains.scalarCount
  var sums: [Double] = []
  // Beyond the end zeros are added, which change no sum.
  let padded = values + [Double](repeating: 0, count: 4 * width)
  padded.withUnsafeBufferPointer { padded in
    guard let base = padded.baseAddress else { return }
    for first in stride(from: lags.lowerBound, to: lags.upperBound, by: 4 * width) {
      var (a, b, c, d) = (Chains.zero, Chains.zero, Chains.zero, Chains.zero)
      for index in 0..<max(0, values.count - first) {
        let (value, later) = (Chains(repeating: base[index]), UnsafeRawPointer(base + index + first))
        a += value * later.loadUnaligned(as: Chains.self)
        b += value * later.loadUnaligned(fromByteOffset: 8 * width, as: Chains.self)
        c += value * later.loadUnaligned(fromByteOffset: 16 * width, as: Chains.self)
        d += value * later.loadUnaligned(fromByteOffset: 24 * width, as: Chains.self)
      }
      for lane in 0..<min(4 * width, lags.upperBound - first) {
        sums.append([a, b, c, d][lane / width][lane % width])
      }
    }
  }
  return sums
}
