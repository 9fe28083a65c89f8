import Forecasting
import Testing

@Suite struct SeriesWindowsTests {
  /// Row r of feature d holds 10 r + d.
  private func windows(rows: Int, features: Int, steps: Int) -> SeriesWindows {
    let values = (0..<rows).flatMap { row in (0..<features).map { Float(10 * row + $0) } }
    return SeriesWindows(values: values, featureCount: features, steps: steps)
  }

  @Test func targets() {
    let windows = windows(rows: 7, features: 3, steps: 2)
    #expect(windows.count == 5)
    #expect((0..<5).map { windows.target(of: $0) } == [20, 30, 40, 50, 60])
    #expect((0...5).map { windows.targetRow(of: $0) } == [2, 3, 4, 5, 6, 7])
  }

  @Test func fewerRowsThanSteps() {
    #expect(windows(rows: 2, features: 1, steps: 3).count == 0)
    #expect(windows(rows: 0, features: 1, steps: 3).count == 0)
  }
}
