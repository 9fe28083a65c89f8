import Forecasting
import Glibc
import TestSupport
import Testing

@Suite struct SeasonChoiceTests {
  private let days = RowSpacing.seconds(86_400)

  /// A value for each row from its number and noise in ± ½.
  private func series(_ rows: Int, _ value: (Double, Double) -> Double) -> [Double] {
    var generator = SplitMix64(seed: 5)
    return (0..<rows).map { value(Double($0), Double.random(in: -0.5...0.5, using: &generator)) }
  }

  @Test func aWeekOfDaysIsFoundWhereThereIsOne() throws {
    let weekly = series(300) { 3 * sin(2 * .pi * $0 / 7) + $1 }
    let choice = try #require(SeasonChoice(step: days, target: weekly, rows: 200..<250))
    #expect(choice.season == 7)
    #expect(choice.candidates.first?.season == 7 && !choice.candidates.contains { $0.season == 365 })
    let expected = ErrorMeasures(actual: weekly[200..<250], predicted: weekly[193..<243]).rootMeanSquare
    #expect(choice.candidates.first?.error == expected)
    #expect(
      choice.persistenceError == ErrorMeasures(actual: weekly[200..<250], predicted: weekly[199..<249]).rootMeanSquare)
  }

  @Test func aMultipleOfASeasonIsNotTakenForIt() throws {
    for seed in 0..<5 {
      let hourly = series(500) { sin(2 * .pi * ($0 + Double(seed)) / 24) + 0.2 * $1 }
      let choice = try #require(SeasonChoice(step: .seconds(3600), target: hourly, rows: 400..<450))
      #expect(choice.season == 24 && choice.candidates.contains { $0.season == 168 }, "\(choice)")
    }
  }

  @Test func daysWithoutAWeekHaveNone() throws {
    let noise = series(300) { $1 }
    let choice = try #require(SeasonChoice(step: days, target: noise, rows: 200..<250))
    #expect(choice.season == nil && choice.meanError < choice.candidates[0].error)
    let trend = series(300) { $0 + $1 }
    let walked = try #require(SeasonChoice(step: days, target: trend, rows: 200..<250))
    #expect(walked.season == nil && walked.persistenceError < walked.candidates[0].error)
  }

  @Test func aYearOfDaysIsTriedWhereItReachesBackFarEnough() throws {
    let yearly = series(1000) { 20 * (Int($0) % 365 < 180 ? 1 : -1) + $1 }
    let long = try #require(SeasonChoice(step: days, target: yearly, rows: 365..<600))
    #expect(long.candidates.contains { $0.season == 365 })
    let short = try #require(SeasonChoice(step: days, target: yearly, rows: 364..<600))
    #expect(!short.candidates.contains { $0.season == 365 })
  }

  @Test func whatComesAfterTheDecidingRowsIsNotRead() throws {
    var values = series(300) { 3 * sin(2 * .pi * $0 / 7) + 0.1 * $0 + $1 }
    let before = SeasonChoice(step: nil, target: values, rows: 200..<250)
    for row in 250..<300 { values[row] = .nan }
    #expect(before != nil && SeasonChoice(step: nil, target: values, rows: 200..<250) == before)
  }

  @Test func rowsThatWereFilledDoNotDecide() throws {
    var values = series(300) { 3 * sin(2 * .pi * $0 / 7) + $1 }
    for row in 210..<220 { values[row] = 1e6 }
    // What is predicted from a filled row counts, the filled row itself does not.
    let choice = try #require(SeasonChoice(step: days, target: values, rows: 205..<217, excluding: Set(210..<220)))
    #expect(choice.season == 7)
  }

  @Test func thereMayBeNothingToChooseFrom() {
    #expect(SeasonChoice(step: nil, target: series(100) { $0 + $1 }, rows: 80..<100) == nil)
    #expect(SeasonChoice(step: days, target: series(100) { $0 + $1 }, rows: 100..<100) == nil)
    #expect(SeasonChoice(step: .months(1, day: 1), target: [1, 2, 3, 4], rows: 2..<4) == nil)
  }
}
