import Forecasting
import Testing
import TestSupport

@Suite struct ConformalMarginTests {
  @Test(arguments: [(99, 95.0), (199, 190), (39, 38), (20, 20)])
  func theRankIsThatOfTheFiniteSample(count: Int, margin: Double) {
    // Alternating signs, so that no error follows from the one before.
    let errors = (1...count).map { $0 % 2 == 0 ? Double($0) : -Double($0) }
    #expect(ConformalMargin.effectiveCount(errors) == Double(count))
    #expect(ConformalMargin.margin(errors) == margin)
    #expect(ConformalMargin.margin(errors.map { -$0 }) == margin)
  }

  @Test func errorsThatFollowOneAnotherCountForFewer() {
    var generator = SplitMix64(seed: 3)
    let errors = (0..<200).flatMap { _ -> [Double] in
      let value = Double.random(in: -1...1, using: &generator)
      return [value, value, value, value]
    }
    // Each error four times: 1 + 2 (¾ + ½ + ¼) = 4; what little correlation chance adds makes them fewer.
    #expect((120..<240).contains(ConformalMargin.effectiveCount(errors)))
    #expect(ConformalMargin.effectiveCount([Double](repeating: 1, count: 50)) < 3)
    #expect(ConformalMargin.effectiveCount([0, 0, 0]) == 3)
  }

  @Test func fewerIndependentErrorsMakeTheMarginWider() {
    // Eight times the same, then its opposite: about a hundred of 400 are independent, of which t is 1.984, not 1.966.
    let slow = (0..<400).map { $0 / 8 % 2 == 0 ? 1.0 : -1 }
    let margin = ConformalMargin.margin(slow)
    #expect(margin > 1.005 && margin < 1.02, "\(margin)")
    // Fifty that never change tell as much as one or two.
    #expect(ConformalMargin.margin([Double](repeating: 1, count: 50)) > 3)
  }

  @Test func fewErrorsAreTakenForNormal() {
    // Root mean square 2, alternating: Student's t of ten degrees of freedom.
    let ten = (0..<10).map { $0 % 2 == 0 ? 2.0 : -2.0 }
    #expect(abs(ConformalMargin.margin(ten) - 2 * 2.228) < 1e-12)
    #expect(abs(ConformalMargin.margin([3]) - 3 * 12.706) < 1e-12)
    #expect(ConformalMargin.margin([0, 0, 0]) == 0)
  }

  @Test func marginsGrowOnAsTheyGrew() {
    let walk = HorizonMargins(measured: (1...20).map { Double($0).squareRoot() })
    #expect(walk.margin(stepsAhead: 9) == 3)
    #expect(abs(walk.margin(stepsAhead: 100) - 10) < 1e-9)
    let steady = HorizonMargins(measured: [2, 3, 3, 3])
    #expect(steady.margin(stepsAhead: 1) == 2 && steady.margin(stepsAhead: 500) == 3)
    // A season's errors may fall; what lies beyond is never narrower than the widest.
    #expect(HorizonMargins(measured: [5, 4, 3, 2]).margin(stepsAhead: 9) == 5)
    // No faster than the steps themselves.
    #expect(HorizonMargins(measured: [1, 4, 9, 16]).margin(stepsAhead: 8) == 32)
    #expect(abs(HorizonMargins(measured: [3]).margin(stepsAhead: 4) - 6) < 1e-12)
    #expect(HorizonMargins(measured: [0, 0]).margin(stepsAhead: 3) == 0)
    #expect(HorizonMargins(measured: []).margin(stepsAhead: 1).isNaN)
  }

  /// Forecasts of nothing but normal noise: the next error lies within the margin in 95 of a hundred cases.
  @Test(arguments: [10, 30, 100]) func theIntervalHoldsWhatItPromises(count: Int) {
    var generator = SplitMix64(seed: 4)
    // The sum of twelve uniform numbers is nearly normal.
    func normal() -> Double { (0..<12).reduce(0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &generator) } }
    var held = 0
    for _ in 0..<2000 where abs(normal()) <= ConformalMargin.margin((0..<count).map { _ in normal() }) { held += 1 }
    // Standard deviation of the share: 0.5 %; chance correlations make the margin a little wider.
    #expect((0.935..<0.98).contains(Double(held) / 2000), "\(count): \(held)")
  }
}
