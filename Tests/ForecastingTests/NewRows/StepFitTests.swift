import Forecasting
import Testing

@Suite struct StepFitTests {
  private func axis(_ dates: [String]) throws -> TimeAxis {
    let rows = dates.map { "\($0),1\n" }.joined()
    return try SeriesTable(csv: "date,x\n" + rows, source: "s").axis
  }

  private func days(_ numbers: some Sequence<Int>) -> [String] {
    numbers.map { "2021-03-\($0 < 10 ? "0" : "")\($0)" }
  }

  private func hours(_ numbers: some Sequence<Int>) -> [String] {
    numbers.map { "2021-03-01 \($0 < 10 ? "0" : "")\($0):00" }
  }

  /// Few rows, gaps and other days of the month are no other step.
  @Test func rowsKeepToAStep() throws {
    let cases: [(RowSpacing, [String])] = [
      (.seconds(86_400), days(1...20)), (.seconds(86_400), days([1, 2, 3, 5, 9, 10, 11, 20])),
      // Thursday, Friday, Monday; Friday and Monday.
      (.weekday, days([4, 5, 8])), (.weekday, days([5, 8])),
      (.months(1, day: 31), ["2021-02-10", "2021-03-10", "2021-04-10"]),
      (.months(1, day: 1), ["2021-01-29", "2021-02-26", "2021-03-31"]),
      (.workingDay(-1, ofMonths: 1), ["2021-01-29", "2021-02-26"]),
      (.months(12, day: 1), ["2020-01-01", "2021-01-01", "2022-01-01"]),
      (.daysOfMonth([1, 15]), days([1, 15])), (.week([9 * 3600, 10 * 3600, 11 * 3600]), hours([9, 10, 11])),
      (.seconds(3600), hours(3...9)), (.microseconds(500_000), ["2021-03-01 10:00:00.5", "2021-03-01 10:00:01"]),
      (.irregular(seconds: 100_000), days(1...20)),
    ]
    for (spacing, dates) in cases { #expect(try spacing.fit(of: axis(dates)) == .same, "\(spacing): \(dates)") }
    #expect(RowSpacing.seconds(3600).fit(of: try SeriesTable(csv: "x\n1\n2\n", source: "s").axis) == .same)
  }

  @Test func rowsKeepPartly() throws {
    // Two weeks and a half.
    let weekdays = days((1...18).filter { ![6, 7, 13, 14].contains($0) })
    #expect(try RowSpacing.seconds(86_400).fit(of: axis(weekdays)) == .partly)
    #expect(try RowSpacing.weekday.fit(of: axis(days(1...18))) == .partly)
    #expect(try RowSpacing.irregular(seconds: 10_000).fit(of: axis(days(1...20))) == .partly)
  }

  /// Weeks of as many days are told apart by the days.
  @Test func otherDaysOfTheWeekAreNotTheSame() throws {
    // 2021-03-01 is a Monday.
    func week(_ days: Set<Int>) -> [String] { self.days((1...28).filter { days.contains(($0 - 1) % 7) }) }
    func times(_ days: [Int]) -> RowSpacing { .week(days.map { $0 * 86_400 }) }
    let sunday = week([6, 0, 1, 2, 3])
    #expect(try axis(sunday).spacing == times([0, 1, 2, 3, 6]))
    #expect(try RowSpacing.weekday.fit(of: axis(sunday)) == .partly)
    #expect(try times([0, 1, 2, 3, 6]).fit(of: axis(week(Set(0..<5)))) == .partly)
    #expect(try times([0, 1, 2, 3, 6]).fit(of: axis(sunday)) == .same)
    #expect(try RowSpacing.weekday.fit(of: axis(week(Set(0..<5)))) == .same)
    #expect(try times([0, 2, 4]).fit(of: axis(week([1, 3, 5]))) == .partly)
    #expect(try times([0, 2, 4]).fit(of: axis(week([0, 2, 4]))) == .same)
    // One clock hour later.
    let later = week(Set(0..<5)).map { $0 + " 10:00" }
    #expect(try RowSpacing.week((0..<5).map { $0 * 86_400 + 32_400 }).fit(of: axis(later)) == .same)
  }

  @Test func rowsHaveAnotherStep() throws {
    let cases: [(RowSpacing, [String])] = [
      (.seconds(86_400), hours(0...20)), (.seconds(3600), days(1...20)),
      (.seconds(86_400), ["2021-01-01", "2021-02-01", "2021-03-01"]), (.months(1, day: 1), days(1...20)),
      (.seconds(86_400), days(stride(from: 1, to: 30, by: 2))), (.seconds(3600), hours([0, 2, 4, 6])),
      (.weekday, ["2021-03-01", "2021-03-08", "2021-03-15"]), (.months(3, day: 1), ["2021-01-01", "2021-02-01"]),
      (.seconds(28 * 86_400), ["2021-03-01", "2021-04-01", "2021-05-01"]),
      (.microseconds(100_000), ["2021-03-01 10:00:00.5", "2021-03-01 10:00:01"]),
      (.seconds(86_400), hours([0, 1, 5, 7, 13, 14, 21, 23])),
    ]
    for (spacing, dates) in cases { #expect(try spacing.fit(of: axis(dates)) == .other, "\(spacing): \(dates)") }
  }

  /// What a file may say of a spacing, and what would not be one.
  @Test func spacingsOutOfTheirDomainAreRefused() throws {
    for spacing: RowSpacing in [
      .weekday, .seconds(1), .microseconds(7), .irregular(seconds: 0.5), .week([0, 604_799]), .daysOfMonth([1, 31]),
      .months(12, day: 31), .workingDay(-1, ofMonths: 1), .weekdayOfMonth(-5, weekday: 6, months: 3),
    ] {
      try spacing.check("s")
      #expect(!spacing.description.isEmpty)
    }
    let wrong: [(RowSpacing, String)] = [
      (.seconds(0), "s.seconds._0"), (.microseconds(-1), "s.microseconds._0"), (.irregular(seconds: 0), "seconds"),
      (.week([]), "s.week._0"), (.week([5, 5]), "s.week._0"), (.week([604_800]), "s.week._0[0]"),
      (.daysOfMonth([0, 3]), "s.daysOfMonth._0[0]"), (.months(0, day: 1), "s.months._0"),
      (.months(1, day: 32), "s.months.day"), (.workingDay(0, ofMonths: 1), "s.workingDay._0"),
      (.workingDay(24, ofMonths: 1), "s.workingDay._0"), (.workingDay(1, ofMonths: -1), "s.workingDay.ofMonths"),
      (.weekdayOfMonth(6, weekday: 1, months: 1), "s.weekdayOfMonth._0"),
      (.weekdayOfMonth(1, weekday: 7, months: 1), "s.weekdayOfMonth.weekday"),
      (.weekdayOfMonth(1, weekday: 0, months: 0), "s.weekdayOfMonth.months"),
    ]
    for (spacing, field) in wrong {
      do {
        try spacing.check("s")
        Issue.record("\(spacing) was believed")
      } catch {
        #expect(error.field.contains(field), "\(error)")
      }
    }
  }
}
