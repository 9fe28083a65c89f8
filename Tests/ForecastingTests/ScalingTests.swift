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
}
