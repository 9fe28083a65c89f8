import Forecasting
import Notation
import Testing

@Suite struct DateColumnTests {
  private func cells(_ texts: [String]) -> [SeriesCell] {
    texts.enumerated().map { SeriesCell(line: $0 + 2, column: "d", text: $1) }
  }

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
        source: "s", cell: SeriesCell(line: 3, column: "d", text: "01/02/1981"), dayFirst: "1981-02-01",
        monthFirst: "1981-01-02")
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

  @Test func disorder() {
    #expect(throws: ForecastingError.repeatedDate(source: "s", line: 4, date: "1981-01-02")) {
      try labels(["1981-01-01", "1981-01-02", "1981-01-02", "1981-01-01"])
    }
    #expect(
      throws: ForecastingError.descendingDates(source: "s", line: 3, date: "1981-01-01", previous: "1981-01-02")
    ) { try labels(["1981-01-02", "1981-01-01"]) }
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
