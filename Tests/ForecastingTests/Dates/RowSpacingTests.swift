import Forecasting
import Notation
import Testing

@Suite struct RowSpacingTests {
  private func axis(_ texts: [String]) throws -> TimeAxis {
    try table("date,x\n" + texts.map { $0 + ",1\n" }.joined()).axis
  }

  /// The spacing, missing dates, irregular spacings and the next three dates.
  private func expect(
    _ texts: [String], _ spacing: String, missing: Int = 0, irregular: Int = 0, next: [String],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let axis = try axis(texts)
    let detection = try #require(axis.detection, sourceLocation: location)
    #expect(detection.spacing.description == spacing, sourceLocation: location)
    #expect(detection.missingDates == missing, sourceLocation: location)
    #expect(detection.irregularSpacings == irregular, sourceLocation: location)
    #expect((0..<3).map { axis.label(ofRow: texts.count + $0) } == next, sourceLocation: location)
  }

  @Test func months() throws {
    try expect(["1981-10", "1981-11"], "1 month", next: ["1981-12", "1982-01", "1982-02"])
    try expect(
      ["1980-01-15", "1980-02-15", "1980-05-15"], "1 month", missing: 2,
      next: ["1980-06-15", "1980-07-15", "1980-08-15"])
    try expect(["1981-Q3", "1981-Q4"], "3 months", next: ["1982-01", "1982-04", "1982-07"])
    try expect(["1981", "1982", "1985"], "1 year", missing: 2, next: ["1986", "1987", "1988"])
    try expect(["1980", "1990"], "10 years", next: ["2000", "2010", "2020"])
  }

  @Test func endsOfMonths() throws {
    try expect(
      ["1980-02-29", "1980-03-31", "1980-04-30"], "1 month", next: ["1980-05-31", "1980-06-30", "1980-07-31"])
    // All are last days, although none is the 31st.
    try expect(["1981-02-28", "1981-04-30"], "2 months", next: ["1981-06-30", "1981-08-31", "1981-10-31"])
    // The 30th of every month that has one.
    try expect(
      ["1981-01-30", "1981-02-28", "1981-03-30"], "1 month", next: ["1981-04-30", "1981-05-30", "1981-06-30"])
    // An anchor that one date does not keep to: days, of which the most frequent difference is the spacing.
    try expect(
      ["1981-01-30", "1981-02-27", "1981-03-30"], "4 weeks", irregular: 1,
      next: ["1981-04-27", "1981-05-25", "1981-06-22"])
  }

  @Test func fixedLengths() throws {
    try expect(
      ["1980-02-27", "1980-02-28", "1980-03-01", "1980-03-02"], "1 day", missing: 1,
      next: ["1980-03-03", "1980-03-04", "1980-03-05"])
    try expect(["1980-02-27", "1980-03-05"], "1 week", next: ["1980-03-12", "1980-03-19", "1980-03-26"])
    try expect(
      ["1980-12-31 22:00", "1980-12-31 23:00", "1981-01-01 03:00"], "1 hour", missing: 3,
      next: ["1981-01-01 04:00", "1981-01-01 05:00", "1981-01-01 06:00"])
    try expect(
      ["1981-01-01 00:00", "1981-01-01 00:20", "1981-01-01 00:40", "1981-01-01 00:50"], "20 minutes", irregular: 1,
      next: ["1981-01-01 01:10", "1981-01-01 01:30", "1981-01-01 01:50"])
    try expect(
      ["1981-01-01 00:00:01", "1981-01-01 00:00:02"], "1 second",
      next: ["1981-01-01 00:00:03", "1981-01-01 00:00:04", "1981-01-01 00:00:05"])
  }

  @Test func weekdays() throws {
    // The 1st of January 1981 was a Thursday; the 6th has no row.
    try expect(
      ["1981-01-01", "1981-01-02", "1981-01-05", "1981-01-07", "1981-01-08", "1981-01-09"], "1 weekday", missing: 1,
      next: ["1981-01-12", "1981-01-13", "1981-01-14"])
    try expect(["1981-01-05", "1981-01-06"], "1 day", next: ["1981-01-07", "1981-01-08", "1981-01-09"])
  }

  /// Dates by their distance in days from 2021-01-01, a Friday.
  private func dates(_ days: some Sequence<Int>) -> [String] {
    days.map { CivilDate(daysSinceEpoch: 18_628 + $0).description }
  }

  @Test func workingDaysOfTheMonth() throws {
    try expect(
      ["2021-01-29", "2021-02-26", "2021-03-31", "2021-04-30"], "1 month, the last working day",
      next: ["2021-05-31", "2021-06-30", "2021-07-30"])
    try expect(
      ["2021-01-01", "2021-02-01", "2021-03-01", "2021-04-01", "2021-05-03"], "1 month, the first working day",
      next: ["2021-06-01", "2021-07-01", "2021-08-02"])
    try expect(
      ["2021-01-05", "2021-04-05", "2021-07-05", "2021-10-05"], "3 months",
      next: ["2022-01-05", "2022-04-05", "2022-07-05"])
    try expect(
      ["2021-01-05", "2021-02-03", "2021-03-03", "2021-04-05"], "1 month, the third working day",
      next: ["2021-05-05", "2021-06-03", "2021-07-05"])
    // Good Friday moves one of twelve.
    let moved = [
      "2018-01-31", "2018-02-28", "2018-03-29", "2018-04-30", "2018-05-31", "2018-06-29", "2018-07-31", "2018-08-31",
      "2018-09-28", "2018-10-31", "2018-11-30", "2018-12-31",
    ]
    try expect(
      moved, "1 month, the last working day", irregular: 1, next: ["2019-01-31", "2019-02-28", "2019-03-29"])
  }

  @Test func workingDaysThatAMonthCanLack() throws {
    // June and August have 22 working days, July as well; October has 21.
    try expect(
      ["2021-06-30", "2021-07-30", "2021-08-31"], "1 month, the last working day",
      next: ["2021-09-30", "2021-10-29", "2021-11-30"])
    // The 21st of 22 each.
    try expect(
      ["2021-06-29", "2021-07-29", "2021-08-30"], "1 month, the second last working day",
      next: ["2021-09-29", "2021-10-28", "2021-11-29"])
    // Each the fifth.
    try expect(
      ["2021-01-31", "2021-05-30", "2021-08-29"], "3 months, the last Sunday", irregular: 1,
      next: ["2021-11-28", "2022-02-27", "2022-05-29"])
    // Saved by an earlier release.
    #expect(RowSpacing.workingDay(22, ofMonths: 1).date(1, after: 18_900) == 18_929, "2021-10-29")
    #expect(RowSpacing.weekdayOfMonth(5, weekday: 4, months: 1).date(1, after: 18_656) == 18_684, "2021-02-26")
  }

  @Test func weekdaysOfTheMonth() throws {
    try expect(
      ["2021-01-15", "2021-02-19", "2021-03-19", "2021-04-16"], "1 month, the third Friday",
      next: ["2021-05-21", "2021-06-18", "2021-07-16"])
    try expect(
      ["2021-01-31", "2021-02-28", "2021-03-28", "2021-05-30"], "1 month, the last Sunday", missing: 1,
      next: ["2021-06-27", "2021-07-25", "2021-08-29"])
  }

  @Test func severalDaysOfTheMonth() throws {
    try expect(
      ["2021-01-01", "2021-01-15", "2021-02-01", "2021-02-15", "2021-03-01"], "days 1, 15 of every month",
      next: ["2021-03-15", "2021-04-01", "2021-04-15"])
    try expect(
      ["2021-01-15", "2021-01-31", "2021-02-15", "2021-02-28", "2021-03-31"], "days 15, last of every month",
      missing: 1,
      next: ["2021-04-15", "2021-04-30", "2021-05-15"])
    try expect(
      ["2021-01-01", "2021-01-11", "2021-01-21", "2021-02-01", "2021-02-11", "2021-02-21", "2021-03-01"],
      "days 1, 11, 21 of every month", next: ["2021-03-11", "2021-03-21", "2021-04-01"])
  }

  /// So many months from January 2021 on, on each of some days or, where a month has none, on its last one.
  private func days(_ anchors: [Int], months: Int) -> [String] {
    (0..<months).flatMap { month in
      anchors.compactMap { CivilDate(monthCount: 2021 * 12 + month, clampingDay: $0)?.description }
    }
  }

  @Test func daysThatFebruaryLacks() throws {
    try expect(
      days([15, 30], months: 12), "days 15, 30 of every month", next: ["2022-01-15", "2022-01-30", "2022-02-15"])
    try expect(
      days([15, 30], months: 5), "days 15, 30 of every month", next: ["2021-06-15", "2021-06-30", "2021-07-15"])
    try expect(
      days([14, 28], months: 12), "days 14, 28 of every month", next: ["2022-01-14", "2022-01-28", "2022-02-14"])
    try expect(
      days([15, 31], months: 12), "days 15, last of every month", next: ["2022-01-15", "2022-01-31", "2022-02-15"])
    try expect(
      days([14, 29], months: 14), "days 14, 29 of every month", next: ["2022-03-14", "2022-03-29", "2022-04-14"])
    #expect(days([15, 30], months: 2).suffix(2) == ["2021-02-15", "2021-02-28"])
    // Which of them is February's last day?
    let twice = days([1, 29, 31], months: 1) + days([1, 31], months: 12).dropFirst(2)
    #expect(try axis(twice).spacing?.description.hasPrefix("days") == false)
  }

  @Test func fourWeeksAreNoMonth() throws {
    try expect(dates([0, 28, 56, 84]), "4 weeks", next: ["2021-04-23", "2021-05-21", "2021-06-18"])
    try expect(dates([0, 28, 56, 112]), "4 weeks", missing: 1, next: ["2021-05-21", "2021-06-18", "2021-07-16"])
  }

  @Test func theSameTimesOfEveryWeek() throws {
    // Monday, Wednesday and Friday.
    try expect(
      dates((0..<35).filter { [0, 3, 5].contains($0 % 7) }), "Mon, Wed, Fri",
      next: ["2021-02-05", "2021-02-08", "2021-02-10"])
    // The working week of the Gulf.
    try expect(
      dates((0..<28).filter { ![0, 1].contains($0 % 7) }), "Mon, Tue, Wed, Thu, Sun",
      next: ["2021-01-31", "2021-02-01", "2021-02-02"])
    var office: [String] = []
    for day in dates((0..<28).filter({ ![1, 2].contains($0 % 7) })) {
      office += ["09:00", "10:00", "11:00", "12:00"].map { day + " " + $0 }
    }
    try expect(
      office, "Mon, Tue, Wed, Thu, Fri, 20 rows a week",
      next: ["2021-01-29 09:00", "2021-01-29 10:00", "2021-01-29 11:00"])
  }

  @Test func datesWithoutAPatternAreNotGoneOnWith() throws {
    let irregular = try axis(dates([0, 1, 5, 6, 20, 33, 34, 61, 100, 142]))
    #expect(irregular.spacing?.isPattern == false)
    #expect(irregular.spacing?.description == "no regular step")
    #expect((9..<12).map { irregular.label(ofRow: $0) } == ["2021-05-23", "+1", "+2"])
    #expect(irregular.date(ofRow: 11) == Double(18_628 + 142) + 2 * 142.0 / 9)
    // Gaps alone do not hide a step.
    let gaps = try axis(dates((0..<60).filter { $0 % 5 != 3 && $0 % 6 != 1 && $0 % 11 != 4 }))
    #expect(gaps.spacing == .seconds(86_400))
  }

  @Test func manyRowsDoNotDrift() {
    let start = 4018 + 1.0 / 24
    #expect(RowSpacing.seconds(60).date(60 * 24 * 1000, after: start) == 5018 + 1.0 / 24)
    #expect(RowSpacing.months(1, day: 31).date(-1, after: 31 + 27) == 30)
    #expect(RowSpacing.weekday.date(5 * 52, after: 4018) == 4018 + 7 * 52)
    #expect(RowSpacing.weekday.date(-1, after: 4018 - 3) == 4018 - 6)
  }
}
