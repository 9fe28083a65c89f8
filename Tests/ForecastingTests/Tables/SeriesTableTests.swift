import Forecasting
import Testing

@Suite struct SeriesTableTests {
  @Test func columnsAreFound() throws {
    let table = try table("place,Day,x\nOslo,1981-01-01,1\nBonn,1981-01-02,2.5\nRome,1981-01-03,-3\n")
    #expect(table.dateColumn == "Day")
    #expect(table.features == ["x"])
    #expect(table.target == [1, 2.5, -3])
    #expect(table.axis.days == [4018, 4019, 4020])
    #expect(table.rowCount == 3)
    #expect(table.filled.isEmpty)
  }

  @Test func decimalCommaBetweenSemicolons() throws {
    let table = try table("Tag;Wert\r\n31.01.1981; 1,5 \r\n01.02.1981;\"2,5\"\r\n")
    #expect(table.target == [1.5, 2.5])
    #expect(table.axis.label(ofRow: 1) == "1981-02-01")
  }

  @Test func featuresComeAfterTheTarget() throws {
    let text = "year,a,b,c\n1990,1,2,3\n1991,4,5,6\n"
    let table = try table(text, SeriesOptions(target: "b", features: ["c", "b", "a", "c"]))
    #expect(table.dateColumn == "year")
    #expect(table.features == ["b", "c", "a"])
    #expect(table.columns == [[2, 5], [3, 6], [1, 4]])
  }

  @Test func theOneColumnThatIsNoFeatureIsTheTarget() throws {
    #expect(try table("a,b\n1,2\n3,4\n", SeriesOptions(features: ["a"])).features == ["b", "a"])
  }

  @Test func rowNumbersOfAnotherProgramAreNoTarget() throws {
    let table = try table(",date,x\n0,1981-01-01,5\n1,1981-01-02,6\n")
    #expect(table.features == ["x"])
  }

  @Test func withoutDatesRowsAreNumbered() throws {
    for options in [SeriesOptions(), SeriesOptions(dateColumn: .numbered)] {
      let table = try table("x\n5\n6\n", options)
      #expect(table.dateColumn == nil)
      #expect(table.axis.spacing == nil)
      #expect((0..<4).map { table.axis.label(ofRow: $0) } == ["1", "2", "3", "4"])
    }
    let chosen = SeriesOptions(dateColumn: .numbered, target: "x")
    #expect(try table("date,x\n1981-01-01,5\n1981-01-01,6\n", chosen).axis.days == nil)
  }

  @Test func choosingTheDateColumn() throws {
    let text = "from,to,x\n1981-01-01,1981-01-31,1\n1981-02-01,1981-02-28,2\n"
    #expect(try table(text).axis.label(ofRow: 2) == "1981-03-01")
    #expect(try table(text, SeriesOptions(dateColumn: .named("to"))).axis.label(ofRow: 2) == "1981-03-31")
    let years = "x,when\n1,1990\n2,1991\n"
    #expect(try table(years, SeriesOptions(dateColumn: .named("when"))).features == ["x"])
  }

  @Test func choosingColumnsThatAreNotThere() {
    let text = "d,x\n1981-01-01,1\n1981-01-02,2\n"
    func unknown(_ role: ColumnRole) -> ForecastingError {
      .unknownColumn(source: "s", name: "y", role: role, known: ["d", "x"])
    }
    #expect(throws: unknown(.target)) { try table(text, SeriesOptions(target: "y")) }
    #expect(throws: unknown(.feature)) { try table(text, SeriesOptions(features: ["y"])) }
    #expect(throws: unknown(.dates)) { try table(text, SeriesOptions(dateColumn: .named("y"))) }
  }

  @Test func severalColumnsOfNumbers() {
    #expect(throws: ForecastingError.severalNumericColumns(source: "s", columns: ["a", "c"])) {
      try table("a,b,c\n1,x,2\n2,y,3\n")
    }
  }

  @Test func columnsWithoutNumbers() {
    #expect(throws: ForecastingError.noNumericColumn(source: "s", columns: ["a", "b"])) {
      try table("a,b\nx,-\ny,\n")
    }
    let cell = SeriesCell(line: 3, column: "a", text: "y")
    #expect(throws: ForecastingError.notNumeric(source: "s", column: "a", cell: cell)) {
      try table("a,b\n,1\ny,2\n", SeriesOptions(target: "a"))
    }
    #expect(throws: ForecastingError.notNumeric(source: "s", column: "a", cell: nil)) {
      try table("a,b\n,1\n?,2\n", SeriesOptions(target: "b", features: ["a"]))
    }
  }

  @Test func oneRow() {
    #expect(throws: ForecastingError.tooFewRows(rows: 1, needed: 2, purpose: "a series")) { try table("x\n1\n") }
  }

  @Test func aColumnNamedLikeDatesThatHoldsNone() {
    let cell = SeriesCell(line: 2, column: "Month", text: "1-01")
    #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) { try table("Month,x\n1-01,2\n1-02,3\n") }
    #expect(throws: Never.self) {
      try table("Month,x\n1-01,2\n1-02,3\n", SeriesOptions(dateColumn: .numbered))
    }
  }

  @Test func yearsOfDaysAndMonths() throws {
    expectYears(daily: try GeneratedSeries.daily.table(), monthly: try GeneratedSeries.monthly.table())
  }

  @Test(.enabled(if: SharedSeries.isPresent, "needs the folder shared/series beside the package"))
  func sharedSeries() throws {
    expectYears(
      daily: try SharedSeries.table("daily-min-temperatures.csv"),
      monthly: try SharedSeries.table("airline-passengers.csv"))
  }

  private func expectYears(daily: SeriesTable, monthly: SeriesTable) {
    #expect(daily.rowCount == 3650)
    #expect(daily.features == ["Temp"])
    // The last days of the two leap years are missing.
    #expect(daily.axis.spacing?.description == "1 day")
    #expect(daily.axis.detection?.missingDates == 2)
    #expect(daily.axis.label(ofRow: 3650) == "1991-01-01")
    #expect(monthly.axis.spacing == .months(1, day: 1))
    #expect(monthly.axis.detection?.missingDates == 0)
    #expect(monthly.axis.label(ofRow: 144) == "1961-01")
  }

  @Test func filledRowsCannotBeCompared() throws {
    let text = "d,a,b\n1990-01-01,1,5\n1990-01-02,,5\n1990-01-03,3,\n1990-01-04,4,5\n1990-01-05,4,5\n"
    let features = SeriesOptions(target: "a", features: ["b"], missingValues: .previous)
    #expect(try table(text, features).incomparableRows == [1])
    var interpolated = features
    interpolated.missingValues = .interpolate
    // Row 1 of the target is made of rows 0 and 2, row 2 of the feature of rows 1 and 3.
    #expect(try table(text, interpolated).incomparableRows == [1, 2, 3])
  }
}
