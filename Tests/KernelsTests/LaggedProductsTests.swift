import Kernels
import Testing

@Suite struct LaggedProductsTests {
  /// The same chains, so the same bits, whatever stands beside a lag.
  @Test(arguments: [0, 1, 5, 31, 32, 33, 100]) func eachIsTheChainOfItsLag(count: Int) {
    var generator = Philox(seed: 3)
    let values = (0..<count).map { _ in 2 * generator.nextUnit() - 1 }
    for lags in [0..<0, 0..<1, 1..<4, 0..<count + 2, 7..<80] {
      let expected = lags.map { lag in zip(values, values.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } }
      #expect(laggedProducts(of: values, lags: lags) == expected, "\(count) values, lags \(lags)")
    }
  }
}
