import Forecasting
import Notation
import Testing

@Suite struct DateColumnTests {
  private func cells(_ texts: [String]) -> CellColumn { CellColumn(name: "d", texts: texts) { $0 + 2 } }

  private func labels(_ texts: [String], _ format: DateFormat? = nil) throws -> [String] {
    let column = try DateColumn(cells: cells(texts), format: format, source: "s")
    return column.days.map { DateLabel.text(days: $0, precision: column.precision) }
  }

  @Test func theWholeColumnDecides() throws {
    #expect(try labels(["01/02/1981", "13/02/1981"]) == ["1981-02-01", "1981-02-13"])
    #expect(try labels(["01/02/1981", "01/13/1981"]) == ["1981-01-02", "1981-01-13"])
    // Only with the month first do they ascend.
    #expect(try labels(["01/12/1981", "02/01/1981"]) == ["1981-01-12", "1981-02-01"])
    // Both readings are the same.
    #expect(try labels(["01/01/1981", "02/02/1981"]) == ["1981-01-01", "1981-02-02"])
  }

  @Test func anOptionDecidesTheRest() throws {
    let texts = ["01/01/1981", "01/02/1981", "01/03/1981"]
    #expect(
      throws: ForecastingError.ambiguousDates(
        source: "s", cell: SeriesCell(line: 3, column: "d", text: "01/02/1981"),
        meanings: [
          DateMeaning(date: "1981-02-01", words: "day first", format: .dayFirst),
          DateMeaning(date: "1981-01-02", words: "month first", format: .monthFirst),
        ])
    ) { try labels(texts) }
    #expect(try labels(texts, .dayFirst) == ["1981-01-01", "1981-02-01", "1981-03-01"])
    #expect(try labels(texts, .monthFirst) == ["1981-01-01", "1981-01-02", "1981-01-03"])
  }

  @Test func cellsThatAreNoDates() {
    func unreadable(_ line: Int, _ text: String) -> ForecastingError {
      .unreadableDate(source: "s", cell: SeriesCell(line: line, column: "d", text: text))
    }
    #expect(throws: unreadable(3, "")) { try labels(["1981-01-01", "", "1981-01-03"]) }
    // The reading that fits best names the cell.
    #expect(throws: unreadable(4, "x")) { try labels(["01/13/1981", "01/14/1981", "x"]) }
    #expect(throws: unreadable(2, "13/01/1981")) { try labels(["13/01/1981"], .monthFirst) }
  }

  @Test func disorder() throws {
    #expect(throws: ForecastingError.repeatedDate(source: "s", line: 4, other: 3, date: "1981-01-02")) {
      try labels(["1981-01-01", "1981-01-02", "1981-01-02", "1981-01-01"])
    }
    func order(_ texts: [String]) throws -> RowOrder {
      try DateColumn(cells: cells(texts), format: nil, source: "s").order
    }
    #expect(try labels(["1981-01-02", "1981-01-01", "1981-01-03"]) == ["1981-01-01", "1981-01-02", "1981-01-03"])
    #expect(try order(["1981-01-02", "1981-01-01", "1981-01-03"]) == .mixed(rows: [1, 0, 2], line: 3))
    // Of rows with the latest first, the first one that is not earlier than the one above it.
    let down = (1...28).reversed().map { $0 < 10 ? "1981-02-0\($0)" : "1981-02-\($0)" }
    let moved = down[..<20] + ["1981-03-07"] + down[20...]
    #expect(try order(down) == .latestFirst)
    #expect(try order(Array(moved)) == .mixed(rows: Array((21...28).reversed()) + (0...19).reversed() + [20], line: 22))
  }

  /// An hour that is missing where a clock is put forward is seen in rows that had to be sorted as well.
  @Test func sortedRowsAreReadAsOthers() throws {
    let hours = (0..<48).filter { $0 != 26 }.map { hour in
      "2021-03-2\(7 + hour / 24) \(hour % 24 < 10 ? "0" : "")\(hour % 24):00"
    }
    func column(_ texts: [String]) throws -> DateColumn {
      try DateColumn(cells: cells(texts), format: nil, clock: .local, source: "s")
    }
    let (sorted, mixed) = (try column(hours), try column(Array(hours[30...] + hours[..<30])))
    #expect(mixed.days == sorted.days && mixed.clockChanges == sorted.clockChanges)
    #expect(mixed.clockChanges == [ClockChange(row: 26, seconds: 3_600)])
  }

  @Test func theLatestFirst() throws {
    let column = try DateColumn(cells: cells(["3/1/21", "2/1/21", "1/31/21"]), format: nil, source: "s")
    #expect(column.order == .latestFirst)
    #expect(column.reading == "month first")
    #expect(column.days == [18_658, 18_659, 18_687])
  }

  @Test func theCenturyIsThatInWhichDatesAscend() throws {
    #expect(try labels(["12/31/29", "12/31/30"]) == ["2029-12-31", "2030-12-31"])
    #expect(try labels(["12/31/99", "12/31/00"]) == ["1999-12-31", "2000-12-31"])
    #expect(try labels(["12/31/68", "12/31/69"]) == ["1968-12-31", "1969-12-31"])
  }

  @Test func theOrderInWhichDatesGoOnByOneStep() throws {
    let months = (0..<24).map { "\($0 % 12 + 1)/1/\(2020 + $0 / 12)" }
    #expect(try labels(months).prefix(2) == ["2020-01-01", "2020-02-01"])
  }

  @Test(
    arguments: [
      (["1 janvier 2021", "1 févr. 2021", "1 mars 2021"], "in French"),
      (["1. Januar 2021", "1. Februar 2021", "1. März 2021"], "in German"),
      (["01-ene-21", "01-feb-21", "01-mar-21"], "in Spanish"),
      (["1 января 2021", "1 февраля 2021", "1 марта 2021"], "in Russian"),
      (["1. ledna 2021", "1. února 2021", "1. března 2021"], "in Czech"),
      (["1 Ιανουαρίου 2021", "1 Φεβρουαρίου 2021", "1 Μαρτίου 2021"], "in Greek"),
      (["vendredi 1 janvier 2021", "lundi 1 février 2021", "lundi 1 mars 2021"], "in French"),
    ])
  func monthsOfOtherLanguages(texts: [String], reading: String) throws {
    let column = try DateColumn(cells: cells(texts), format: nil, source: "s")
    #expect(column.days == [18_628, 18_659, 18_687])
    #expect(column.reading == reading)
  }

  @Test(
    arguments: [
      (["20210101", "20210102"], "year, month and day in eight digits", "2021-01-02"),
      (["1609459200", "1609462800"], "seconds since 1970", "2021-01-01 01:00"),
      (["1609459200000", "1609459200500"], "milliseconds since 1970", "2021-01-01 00:00:00.500"),
      (["44197", "44198"], "days as spreadsheets count them", "2021-01-02"),
      (["202101", "202102"], "year and month in six digits", "2021-02"),
      (["01.2021", "02.2021"], "month and year", "2021-02"),
    ])
  func numbers(texts: [String], reading: String, last: String) throws {
    let column = try DateColumn(cells: cells(texts), format: nil, source: "s")
    #expect(column.reading == reading)
    #expect(DateLabel.text(days: column.days[1], precision: column.precision) == last)
  }

  @Test func zonesByName() throws {
    let texts = ["2020-10-25 02:30 CEST", "2020-10-25 02:30 CET", "2020-10-25 03:30 CET"]
    #expect(try labels(texts) == ["2020-10-25 02:30", "2020-10-25 03:30", "2020-10-25 04:30"])
  }

  @Test func namesOfZonesByTheirCompanions() throws {
    // Israel's clock is put back from 02:00 to 01:00.
    #expect(
      try labels(["2020-10-25 00:30 IDT", "2020-10-25 01:30 IDT", "2020-10-25 01:30 IST"])
        == ["2020-10-25 00:30", "2020-10-25 01:30", "2020-10-25 02:30"])
    // Ireland's as well.
    #expect(
      try labels(["2020-10-25 00:30 IST", "2020-10-25 01:30 IST", "2020-10-25 01:30 GMT"])
        == ["2020-10-25 00:30", "2020-10-25 01:30", "2020-10-25 02:30"])
    #expect(
      try labels(["2020-10-25 00:30 UTC", "2020-10-25 07:00 IST"]) == ["2020-10-25 00:30", "2020-10-25 01:30"], "India")
  }

  @Test func spansWithoutSpaces() throws {
    let hours = (0..<24).map { hour in
      func text(_ hour: Int) -> String { (hour < 10 ? "0" : "") + "\(hour):00" }
      return (span: "31.01.2021 \(text(hour))-\(text((hour + 1) % 24))", date: "2021-01-31 \(text(hour))")
    }
    for rows in [9..<11, 0..<13, 0..<24, 13..<24] {
      #expect(try labels(hours[rows].map(\.span)) == hours[rows].map(\.date), "\(rows)")
    }
    // Of different lengths.
    #expect(
      try labels(["31.01.2021 8:00-9:30", "31.01.2021 9:30-10:00", "31.01.2021 10:00–13:00", "31.01.2021 13:00-14:00"])
        == ["2021-01-31 08:00", "2021-01-31 09:30", "2021-01-31 10:00", "2021-01-31 13:00"])
    #expect(
      try labels(["2021-01-31 09:00:00-10:00:00", "2021-01-31 10:00:00-11:00:00"])
        == ["2021-01-31 09:00", "2021-01-31 10:00"])
    // Shifts.
    #expect(
      try labels(["2021-01-31 06:00-14:00", "2021-01-31 14:00-22:00", "2021-01-31 22:00-06:00"])
        == ["2021-01-31 06:00", "2021-01-31 14:00", "2021-01-31 22:00"])
  }

  @Test func zonesThatAreNoSpans() throws {
    // Midnights of New York, where the clock is put forward on the 14th.
    let midnights = ["2021-03-14T00:00-05:00", "2021-03-15T00:00-04:00", "2021-03-16T00:00-04:00"]
    let column = try DateColumn(cells: cells(midnights), format: nil, source: "s")
    let hour = 1.0 / 24
    let expected: [Double] = [18_700, 18_700 + 23 * hour, 18_701 + 23 * hour]
    #expect(zip(column.days, expected).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(
      try labels(["2021-03-14T01:00-05:00", "2021-03-14T03:00-04:00", "2021-03-14T04:00-04:00"])
        == ["2021-03-14 01:00", "2021-03-14 02:00", "2021-03-14 03:00"])
    let mistyped = ["2021-03-14T11:00-05:00", "2021-03-14T12:00-05:00", "2021-03-14T13:00-15:00"]
    #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cells(mistyped).cell(2))) {
      try labels(mistyped)
    }
    #expect(
      try labels(["2021-03-14T01:00-10:00", "2021-03-14T02:00-10:00"]) == ["2021-03-14 01:00", "2021-03-14 02:00"])
  }

  @Test func yearsFirstBetweenDots() throws {
    let days = (1...31).map { ($0 < 10 ? "0" : "") + "\($0)" }
    let january = days.map { "2021-01-\($0)" }
    #expect(try labels(days.map { "21.01.\($0)" }) == january)
    #expect(try labels(days.map { "\($0).01.21" }) == january)
    #expect(try labels(["21.01.30", "21.01.31", "21.02.01"]) == ["2021-01-30", "2021-01-31", "2021-02-01"])
    #expect(try labels(["30.04.21", "31.03.21"]) == ["2021-04-30", "2021-03-31"].reversed())
    // Between dots the day is first, where neither order is more likely.
    #expect(try labels(["01.02.21", "01.03.21"]) == ["2021-02-01", "2021-03-01"])
    #expect(try labels(["01.02.21", "01.03.21"], .yearFirst) == ["2001-02-21", "2001-03-21"])
    #expect(try labels(["01.02.21", "01.03.21"], .monthFirst) == ["2021-01-02", "2021-01-03"])
    #expect(try labels(["01.30.2021", "01.31.2021"], .monthFirst) == ["2021-01-30", "2021-01-31"])
    #expect(try labels(["01.02.2021", "01.03.2021"], .yearFirst) == ["2021-02-01", "2021-03-01"])
  }

  @Test func rowsFarBelowTellTheOrderAsWell() throws {
    let days = (0..<2_100).map { CivilDate(daysSinceEpoch: 11_323 + $0).description }
    #expect(days.last == "2006-10-01")
    #expect(try labels(days + ["10/02/2006", "10/13/2006"]).suffix(2) == ["2006-10-02", "2006-10-13"])
    #expect(try labels(days + ["10/02/2006", "10/03/2006"]).suffix(2) == ["2006-10-02", "2006-10-03"])
  }

  @Test func anHourThatTheClockShowsTwice() throws {
    let texts = [
      "2020-10-25T01:30+02:00", "2020-10-25T02:30+02:00", "2020-10-25T02:30+01:00", "2020-10-25T03:30+01:00",
    ]
    #expect(
      try labels(texts) == ["2020-10-25 01:30", "2020-10-25 02:30", "2020-10-25 03:30", "2020-10-25 04:30"])
  }

  @Test func whatLooksLikeDates() {
    #expect(DateColumn.isLikely(["NA", "1981-01-01", "x"]))
    #expect(!DateColumn.isLikely(["x", "1981-01-01", "y"]))
    #expect(!DateColumn.isLikely(["1013.2", "1012.1"]))
    #expect(!DateColumn.isLikely(["", "?"]))
    #expect(!DateColumn.isLikely(["1981", "1982"]))
    #expect(DateColumn.holdsYears(["1981", "1982", "1990"]))
    #expect(!DateColumn.holdsYears(["1981", "1981"]))
    #expect(!DateColumn.holdsYears(["2999", "3000"]))
    #expect(!DateColumn.holdsYears(["1981", ""]))
    #expect(!DateColumn.holdsYears([]))
  }
}
