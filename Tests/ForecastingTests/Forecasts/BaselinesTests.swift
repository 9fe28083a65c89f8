import Forecasting
import Testing

@Suite struct BaselinesTests {
  private let values: [Double] = [1, 2, 4, 8, 16, 32]

  @Test func oneStepAhead() throws {
    #expect(Baselines.persistence(values, rows: 3..<6) == [4, 8, 16])
    #expect(try Baselines.seasonalNaive(values, rows: 3..<6, season: 1) == [4, 8, 16])
    #expect(try Baselines.seasonalNaive(values, rows: 3..<6, season: 3) == [1, 2, 4])
    #expect(Baselines.persistence(values, rows: 6..<6).isEmpty)
    #expect(throws: ForecastingError.seasonTooLong(season: 4, rowsBefore: 3)) {
      try Baselines.seasonalNaive(values, rows: 3..<6, season: 4)
    }
  }

  @Test func errors() {
    let errors = ErrorMeasures(actual: [1, 2, 3, 4], predicted: [2, 2, 0, 8])
    #expect(errors.meanAbsolute == 2)
    #expect(errors.rootMeanSquare == 6.5.squareRoot())
  }

  /// The figures that were measured with other programs on the last fifth of the windows.
  @Test(
    .enabled(if: SharedSeries.isPresent, "needs the folder shared/series beside the package"),
    arguments: [
      ("daily-min-temperatures.csv", 30, 724, 2.478, nil), ("airline-passengers.csv", 12, 27, 50.7, 12),
    ])
  func sharedSeries(name: String, steps: Int, testRows: Int, persistence: Double, season: Int?) throws {
    let table = try SharedSeries.table(name)
    let split = try SeriesSplit(rowCount: table.rowCount, steps: steps)
    #expect(split.testRows.count == testRows)
    let actual = table.target[split.testRows]
    let errors = ErrorMeasures(
      actual: actual, predicted: Baselines.persistence(table.target, rows: split.testRows))
    // Half of the last digit that is known.
    #expect(abs(errors.rootMeanSquare - persistence) < (persistence > 10 ? 0.05 : 0.0005))
    // A day is as the day before rather than as that of last year.
    #expect(SeasonChoice(step: table.axis.spacing, target: table.target, rows: split.decidingRows)?.season == season)
  }

  @Test(arguments: [(GeneratedSeries.daily, 30, 724, nil), (GeneratedSeries.monthly, 12, 27, 12)])
  func generatedSeries(series: GeneratedSeries, steps: Int, testRows: Int, season: Int?) throws {
    let table = try series.table()
    let split = try SeriesSplit(rowCount: table.rowCount, steps: steps)
    #expect(split.testRows == table.rowCount - testRows..<table.rowCount)
    var sum = 0.0
    for row in split.testRows {
      let error = table.target[row] - table.target[row - 1]
      sum += error * error
    }
    let errors = ErrorMeasures(
      actual: table.target[split.testRows], predicted: Baselines.persistence(table.target, rows: split.testRows))
    #expect(errors.rootMeanSquare == (sum / Double(testRows)).squareRoot())
    #expect(SeasonChoice(step: table.axis.spacing, target: table.target, rows: split.decidingRows)?.season == season)
  }

  @Test func theYearShowsInTheMonthsThemselves() throws {
    #expect(SeasonLength.autocorrelationPeak(try GeneratedSeries.monthly.table().target) == 12)
  }

  @Test(.enabled(if: SharedSeries.isPresent, "needs the folder shared/series beside the package"))
  func theYearShowsInThePassengersThemselves() throws {
    #expect(SeasonLength.autocorrelationPeak(try SharedSeries.table("airline-passengers.csv").target) == 12)
  }
}
