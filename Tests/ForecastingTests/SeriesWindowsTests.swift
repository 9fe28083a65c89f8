import Forecasting
import Testing

@Suite struct SeriesWindowsTests {
  /// Row r of feature d holds 10 r + d.
  private func windows(rows: Int, features: Int, steps: Int) -> SeriesWindows {
    let values = (0..<rows).flatMap { row in (0..<features).map { Float(10 * row + $0) } }
    return SeriesWindows(values: values, featureCount: features, steps: steps)
  }

  @Test(arguments: [(7, 3, 2, [4, 0, 1, 1, 5]), (5, 1, 4, [0]), (9, 2, 3, []), (6, 4, 1, [5, 0, 3])])
  func batchesAgainstALoop(rows: Int, features: Int, steps: Int, indices: [Int]) {
    let windows = windows(rows: rows, features: features, steps: steps)
    var expected = [Float](repeating: -1, count: steps * indices.count * features + 3)
    for (b, window) in indices.enumerated() {
      for t in 0..<steps {
        for d in 0..<features {
          expected[(t * indices.count + b) * features + d] = Float(10 * (window + t) + d)
        }
      }
    }
    var buffer = [Float](repeating: -1, count: expected.count)
    windows.write(indices, into: &buffer)
    #expect(buffer == expected)
    #expect(windows.batch(indices) == Array(expected.dropLast(3)))
  }

  @Test func targets() {
    let windows = windows(rows: 7, features: 3, steps: 2)
    #expect(windows.count == 5)
    #expect((0..<5).map { windows.target(of: $0) } == [20, 30, 40, 50, 60])
    #expect((0...5).map { windows.targetRow(of: $0) } == [2, 3, 4, 5, 6, 7])
    // The open window has inputs, the last rows, but no target.
    #expect(windows.batch([5]) == [50, 51, 52, 60, 61, 62])
  }

  @Test func fewerRowsThanSteps() {
    #expect(windows(rows: 2, features: 1, steps: 3).count == 0)
    #expect(windows(rows: 0, features: 1, steps: 3).count == 0)
  }
}
