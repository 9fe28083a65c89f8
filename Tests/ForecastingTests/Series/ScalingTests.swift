import FoundationEssentials
import Forecasting
import Testing

@Suite struct ScalingTests {
  private let columns: [[Double]] = [[2, 4, 6, 100], [5, 5, 5, 9], [-1, 1, -1, 1]]

  @Test func minMaxOfTheTrainingPart() {
    let scaling = Scaling(.minMax, columns: columns, rows: 0..<3)
    #expect(columns[0].map { scaling.scaled($0) } == [0, 0.5, 1, 24.5])
    #expect(columns[1].map { scaling.scaled($0, feature: 1) } == [0, 0, 0, 4])
    #expect(scaling.restored(0.5) == 4)
    #expect(scaling.scaledRows(columns) == [0, 0, 0, 0.5, 0, 1, 1, 0, 0, 24.5, 4, 1])
  }

  @Test func meanAndStandardDeviation() {
    let scaling = Scaling(.standard, columns: columns, rows: 0..<4)
    #expect(scaling.offsets == [28, 6, 0])
    #expect(scaling.divisors[2] == 1)
    // The root of ((26² + 24² + 22² + 72²) / 4).
    #expect(scaling.divisors[0] == 1730.0.squareRoot())
  }

  @Test func constantsThatRoundingWouldSpread() {
    let scaling = Scaling(.standard, columns: [[0.1, 0.1, 0.1]], rows: 0..<3)
    #expect(scaling.divisors == [1])
    #expect(scaling.scaled(0.1) == 0)
  }

  @Test(arguments: ScalingMethod.allCases) func roundTrip(method: ScalingMethod) throws {
    let scaling = Scaling(method, columns: columns, rows: 1..<4)
    for (feature, column) in columns.enumerated() {
      for value in column {
        let back = scaling.restored(scaling.scaled(value, feature: feature), feature: feature)
        // Two roundings each way, of values up to 100.
        #expect(abs(back - value) <= 4 * 100 * Double.ulpOfOne)
      }
    }
    #expect(try JSONDecoder().decode(Scaling.self, from: JSONEncoder().encode(scaling)) == scaling)
  }

  @Test func unscaled() {
    #expect(Scaling(.unscaled, columns: columns, rows: 0..<2).scaledRows([[2], [5], [-1]]) == [2, 5, -1])
  }

  @Test func valuesBeyondSinglePrecisionAreFound() {
    let sane: [Double] = [1, 2, 3, 4]
    for (column, method) in [
      ([1e300, 2, 3, 4], ScalingMethod.unscaled), ([1e-170, 2e-170, 3e-170, 4e-170], .standard),
      ([-1.7e308, 1.7e308, 0, 1], .minMax), ([0, 1, 0, 1e300], .standard), ([1e7, 2e7, 3e7, 4e7], .unscaled),
    ] {
      // The last row is not fitted to.
      let scaling = Scaling(method, columns: [sane, column], rows: 0..<3)
      #expect(scaling.featureBeyondScale([sane, column]) == 1, "\(column), \(method)")
    }
    let scaling = Scaling(.standard, columns: [sane, [7, 7, 7, 7]], rows: 0..<3)
    #expect(scaling.featureBeyondScale([sane, [7, 7, 7, 7]]) == nil)
  }
}
