import Forecasting
import Testing

@Suite struct SeriesSplitTests {
  private static let fractions = [0, 0.01, 0.1, 0.2, 1.0 / 3, 0.5, 0.9]

  /// Windows dealt out one by one: the parts as the documentation defines them.
  private func parts(rows: Int, steps: Int, testFraction: Double, validationFraction: Double) -> [SeriesPart] {
    let windows = (0..<rows).filter { $0 + steps < rows }
    let test = windows.filter { Double($0 + 1) > (1 - testFraction) * Double(windows.count) + 1e-9 }
    let before = windows.count - test.count
    return windows.map { window in
      if window >= before { return .test }
      return Double(window + 1) > (1 - validationFraction) * Double(before) + 1e-9 ? .validation : .training
    }
  }

  @Test(arguments: fractions, fractions) func againstCounting(testFraction: Double, validationFraction: Double) throws {
    for (steps, rows) in (1...5).flatMap({ steps in (0...40).map { (steps, $0) } }) {
      let expected = parts(rows: rows, steps: steps, testFraction: testFraction, validationFraction: validationFraction)
      let split = try? SeriesSplit(
        rowCount: rows, steps: steps, testFraction: testFraction, validationFraction: validationFraction)
      guard let split else {
        #expect(!expected.contains(.training), "\(rows) rows, \(steps) steps")
        continue
      }
      let found = [
        (SeriesPart.training, split.trainingWindows, split.trainingRows),
        (.validation, split.validationWindows, split.validationRows), (.test, split.testWindows, split.testRows),
      ]
      for (part, windows, partRows) in found {
        #expect(Array(windows) == expected.indices.filter { expected[$0] == part }, "\(rows) rows, \(steps) steps")
        for window in windows {
          #expect(partRows.contains(window + steps))
          #expect(split.part(ofRow: window + steps) == part)
        }
      }
      #expect(testFraction == 0 || !split.testWindows.isEmpty)
      #expect(validationFraction == 0 || !split.validationWindows.isEmpty)
      // The rows of the parts follow each other without overlap; in validation and test each is one window's target.
      #expect(split.trainingRows.lowerBound == 0)
      #expect(split.trainingRows.upperBound == split.validationRows.lowerBound)
      #expect(split.validationRows.upperBound == split.testRows.lowerBound)
      #expect(split.testRows.upperBound == rows)
      #expect(split.testWindows.map { $0 + steps } == Array(split.testRows))
    }
  }

  @Test(arguments: fractions, fractions) func theLeastNumberOfRowsIsEnough(
    testFraction: Double, validationFraction: Double
  ) throws {
    func needed(_ rows: Int) throws -> Int? {
      do {
        _ = try SeriesSplit(
          rowCount: rows, steps: 7, testFraction: testFraction, validationFraction: validationFraction)
        return nil
      } catch {
        guard case .tooFewRows(rows, let needed, _) = error else { throw error }
        return needed
      }
    }
    let least = try #require(try needed(3))
    #expect(try needed(least - 1) == least)
    #expect(try needed(least) == nil)
  }

  @Test func fractionsCloseToAll() {
    #expect(throws: ForecastingError.self) {
      try SeriesSplit(rowCount: 100, steps: 1, testFraction: 1.0.nextDown, validationFraction: 1.0.nextDown)
    }
  }

  @Test func whatDecidesIsTheLastFifthBeforeTheTestOrMore() throws {
    // 100 rows with one before each: ⌊0.8 · 99⌋ before the test, which begins at row 80.
    let usual = try SeriesSplit(rowCount: 100, steps: 1)
    #expect(usual.testRows.lowerBound == 80 && usual.validationRows == 72..<80)
    #expect(usual.decidingRows == 64..<80)
    let half = try SeriesSplit(rowCount: 100, steps: 1, validationFraction: 0.5)
    #expect(half.decidingRows == half.validationRows && half.decidingRows.count > 16)
    let neither = try SeriesSplit(rowCount: 100, steps: 1, testFraction: 0, validationFraction: 0)
    #expect(neither.decidingRows == 80..<100)
    // So few rows that there is no fifth of them.
    #expect(try SeriesSplit(rowCount: 4, steps: 1, testFraction: 0, validationFraction: 0).decidingRows.isEmpty)
  }
}
