import Forecasting
import Glibc
import TestSupport
import Testing

@Suite struct QuantityChoiceTests {
  /// Uniform numbers in ± ½, or what a closure makes of them one after the other.
  private func series(_ rows: Int, _ value: (Double, Double) -> Double) -> [Double] {
    var generator = SplitMix64(seed: 11)
    return (0..<rows).map { value(Double($0), Double.random(in: -0.5...0.5, using: &generator)) }
  }

  private func choice(_ values: [Double]) throws -> QuantityChoice {
    try #require(QuantityChoice(target: values, rows: values.count * 3 / 5..<values.count * 4 / 5))
  }

  @Test func whatLeavesItsRangeIsPredictedByItsChange() throws {
    #expect(try choice(series(400) { 0.2 * $0 + $1 }).quantity == .change)
    var walk = 0.0
    let drifting = series(500) {
      walk += $1 + 0.1
      return walk
    }
    #expect(try choice(drifting).quantity == .change)
  }

  @Test func whatStaysInItsRangeIsPredictedByItsLevel() throws {
    #expect(try choice(series(400) { sin(2 * .pi * $0 / 24) + $1 }).quantity == .level)
    #expect(try choice(series(400) { 5 + $1 }).quantity == .level)
  }

  @Test func theErrorsAreInTheUnitOfTheValues() throws {
    let values = series(400) { sin(2 * .pi * $0 / 24) + $1 }
    let (small, large) = (try choice(values), try choice(values.map { 1000 * $0 + 7 }))
    // Scaled by the standard deviation; the rest is rounding.
    #expect(abs(large.levelError / small.levelError - 1000) < 1e-6)
    // The noise of ± ½ has a deviation of 0.29, and the lower bound of no method is far below it.
    #expect((0.2..<0.45).contains(small.levelError), "\(small.levelError)")
  }

  @Test func whatComesAfterTheDecidingRowsIsNotRead() throws {
    var values = series(300) { 0.1 * $0 + $1 }
    let before = QuantityChoice(target: values, rows: 200..<250)
    for row in 250..<300 { values[row] = .nan }
    #expect(before != nil && QuantityChoice(target: values, rows: 200..<250) == before)
  }

  @Test func tooLittleDecidesNothing() {
    #expect(QuantityChoice(target: [Double](repeating: 5, count: 100), rows: 60..<80) == nil)
    #expect(QuantityChoice(target: series(40) { $1 + $0 * 0 }, rows: 19..<30) == nil)
    #expect(QuantityChoice(target: series(40) { $1 + $0 * 0 }, rows: 20..<20) == nil)
    #expect(QuantityChoice(target: series(40) { $1 + $0 * 0 }, rows: 30..<33, excluding: [30, 31, 32]) == nil)
  }
}
