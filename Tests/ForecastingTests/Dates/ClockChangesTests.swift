import Forecasting
import Notation
import Testing

@Suite struct ClockChangesTests {
  /// A year and a half of a local clock's hours, from 2021-03-20 on: forward on 2021-03-28 and 2022-03-27 at 02:00, back on
  /// 2021-10-31 at 03:00.
  private func hours(minutes: Int = 60, count: Int) -> [String] {
    (0..<count).map { row in
      let steady = 18_706.0 + Double(row * minutes) / 1_440
      let isSummer =
        (18_714.0 + 2.0 / 24..<18_931.0 + 2.0 / 24).contains(steady + 1e-9) || steady + 1e-9 >= 19_078 + 2.0 / 24
      return DateLabel.text(days: steady + (isSummer ? 1.0 / 24 : 0), precision: .minute)
    }
  }

  private func table(_ times: [String], _ clock: ClockKind? = nil) throws -> SeriesTable {
    try ForecastingTests.table("t,x\n" + times.map { "\($0),1\n" }.joined(), SeriesOptions(clock: clock))
  }

  @Test func anHourThatComesTwiceIsNamed() throws {
    let times = hours(count: 5_500)
    let row = try #require(times.indices.dropFirst().first { times[$0] == times[$0 - 1] })
    #expect(times[row] == "2021-10-31 02:00")
    #expect(throws: ForecastingError.repeatedHour(source: "s", line: row + 2, date: times[row])) { try table(times) }
  }

  @Test(arguments: [60, 30, 15]) func aLocalClockGoesOnEvenly(minutes: Int) throws {
    let times = hours(minutes: minutes, count: 9_200 * 60 / minutes)
    let table = try table(times, .local)
    #expect(table.axis.spacing == .seconds(minutes * 60))
    #expect(table.axis.detection?.missingDates == 0)
    #expect(table.axis.detection?.irregularSpacings == 0)
    #expect(times.indices.allSatisfy { table.axis.label(ofRow: $0) == times[$0] })
    #expect(
      table.notes == [
        .clockChanges(back: ["2021-10-31 02:00"], forward: ["2021-03-28 03:00", "2022-03-27 03:00"])
      ])
    let next = hours(minutes: minutes, count: times.count + 1)[times.count]
    #expect(table.axis.label(ofRow: times.count) == next)
  }

  /// Hours of São Paulo from 2018-10-30 on: forward on Sunday, 2018-11-04, from 00:00 to 01:00; back on Saturday, 2019-02-16,
  /// from 24:00 to 23:00.
  private func hoursOfBrazil(minutes: Int) -> [String] {
    (0..<3_000 * 60 / minutes).map { row in
      let steady = 17_834.0 + Double(row * minutes) / 1_440
      let isSummer = steady + 1e-9 >= 17_839 && steady + 1e-9 < 17_943 + 23.0 / 24
      return DateLabel.text(days: steady + (isSummer ? 1.0 / 24 : 0), precision: .minute)
    }
  }

  @Test(arguments: [60, 30]) func aClockIsChangedAtMidnight(minutes: Int) throws {
    let times = hoursOfBrazil(minutes: minutes)
    let row = try #require(times.indices.dropFirst().first { times[$0] <= times[$0 - 1] })
    #expect(times[row] == "2019-02-16 23:00")
    let table = try table(times, .local)
    #expect(table.axis.spacing == .seconds(minutes * 60))
    #expect(table.axis.detection?.missingDates == 0)
    #expect(times.indices.allSatisfy { table.axis.label(ofRow: $0) == times[$0] })
    #expect(table.notes == [.clockChanges(back: ["2019-02-16 23:00"], forward: ["2018-11-04 01:00"])])
    #expect(throws: ForecastingError.repeatedHour(source: "s", line: row + 2, date: times[row])) {
      try self.table(times)
    }
  }

  @Test func fractionsOfASecondStay() throws {
    let short = ["2021-01-01 00:00:00.250", "2021-01-01 00:00:00.500", "2021-01-01 00:00:00.750"]
    let table = try table(short, .local)
    #expect(short.indices.allSatisfy { table.axis.label(ofRow: $0) == short[$0] })
    #expect(table.axis.label(ofRow: 3) == "2021-01-01 00:00:01.000")
    let times = hours(count: 6_000).map { $0 + ":05.250" }
    let changed = try self.table(times, .local)
    #expect(!changed.axis.clockChanges.isEmpty)
    #expect(times.indices.allSatisfy { changed.axis.label(ofRow: $0) == times[$0] })
  }

  @Test func readFromBelowAsWell() throws {
    let times = hours(count: 6_000)
    let table = try table(times.reversed(), .local)
    #expect(table.notes.first == .newestFirst)
    #expect(times.indices.allSatisfy { table.axis.label(ofRow: $0) == times[$0] })
  }

  @Test func anHourThatIsLeftOutIsANote() throws {
    let times = hours(count: 500)
    let table = try table(times)
    #expect(table.axis.detection?.missingDates == 1)
    #expect(table.notes == [.hourLeftOut(date: "2021-03-28 03:00")])
    #expect(try self.table(times, .local).axis.detection?.missingDates == 0)
  }

  @Test func whatIsNoClockStaysAnError() {
    var twice = hours(count: 300)
    twice.insert(twice[100], at: 100)
    #expect(twice[100].hasSuffix("04:00"))
    twice.insert(twice[150], at: 150)
    #expect(throws: ForecastingError.repeatedDate(source: "s", line: 103, date: twice[101])) {
      try table(twice, .local)
    }
    var steady = hours(count: 300)
    steady[50] = steady[20]
    #expect(throws: ForecastingError.repeatedDate(source: "s", line: 52, date: steady[50], first: 22)) {
      try table(steady, .local)
    }
  }
}
