import Forecasting
import Testing
import Training

@Suite struct ForecastTableTests {
  @Test func predictions() {
    let text = ForecastTable.csv([
      ForecastTable.Prediction(date: "1981-01-31", actual: 20.7, predicted: Double(Float(20.7)), part: .training),
      ForecastTable.Prediction(date: "a \"b\", c", actual: 0.1 + 0.2, predicted: -0.000123456789012, part: .test),
      ForecastTable.Prediction(date: "x\ny", actual: 1e22, predicted: .nan, part: .validation),
    ])
    #expect(
      text == """
        date,actual,predicted,part
        1981-01-31,20.7,20.7000008,training
        "a ""b"", c",0.30000000000000004,-0.000123456789,test
        "x
        y",1e+22,,validation

        """)
  }

  /// What is written piece by piece is the whole table, and no piece is large.
  @Test func piecesAreTheTable() throws {
    let rows = try table("x\n" + (0..<9_000).map { "\($0 % 17)\n" }.joined())
    var series = SeriesChoices()
    (series.season, series.quantity) = (7, .level)
    let training = try SeriesTraining(
      table: rows, series: series, stack: LayerChoices(), choices: PlanChoices(rngSeed: 1))
    let predicted = (1..<9_000).map { Double($0) / 3 }
    let pieces = Array(training.predictionTable(predicted))
    let predictions = predicted.enumerated().map { index, value in
      ForecastTable.Prediction(
        date: "\(index + 2)", actual: Double((index + 1) % 17), predicted: value,
        part: training.split.part(ofRow: index + 1))
    }
    #expect(pieces.joined() == ForecastTable.csv(predictions))
    #expect(pieces.count > 2 && pieces.allSatisfy { $0.utf8.count < 100_100 })
  }

  @Test func forecasts() {
    let text = ForecastTable.csv([
      ForecastTable.Forecast(date: "1991", predicted: 1234567890.5, lower: 0, upper: 2.0 / 3)
    ])
    #expect(text == "date,predicted,lower,upper\n1991,1234567890,0,0.666666667\n")
  }

  /// A sensor's counter: what differs is small beside the value.
  @Test func differencesOfLargeNumbersSurvive() {
    let text = ForecastTable.csv([
      ForecastTable.Forecast(date: "1", predicted: 1e12 + 3.25, lower: 1e12 - 4.5, upper: 1e12 + 11)
    ])
    #expect(text == "date,predicted,lower,upper\n1,1000000000003.25,999999999995.5,1000000000011\n")
    let predictions = ForecastTable.csv([
      .init(date: "1", actual: 1e12 + 10, predicted: 1e12 + 7.5, part: .test),
      .init(date: "2", actual: 1e12 - 10, predicted: 1e12 - 6.75, part: .test),
    ])
    #expect(
      predictions == """
        date,actual,predicted,part
        1,1000000000010,1000000000007.5,test
        2,999999999990,999999999993.25,test

        """)
  }

  @Test func whatIsWrittenCanBeRead() throws {
    let actual = [0.1, 2.0 / 3, 1e-30, 123456789.123456789]
    let rows = actual.enumerated().map {
      ForecastTable.Prediction(date: "1981-0\($0 + 1)", actual: $1, predicted: $1, part: .test)
    }
    let table = try table(ForecastTable.csv(rows), SeriesOptions(target: "actual", features: ["predicted"]))
    #expect(table.target == actual)
    for (predicted, actual) in zip(table.columns[1], actual) {
      // Half a unit of the ninth digit.
      #expect(abs(predicted - actual) <= 5e-9 * actual)
    }
  }
}
