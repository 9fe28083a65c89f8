import Forecasting
import Testing

@Suite struct DateCellsTests {
  /// The names of the columns of dates, and the dates of the first rows.
  private func expect(
    _ text: String, _ column: String?, _ labels: [String], _ options: SeriesOptions = SeriesOptions(target: "x"),
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let table = try table(text, options)
    #expect(table.dateColumn == column, sourceLocation: location)
    #expect(labels.indices.map { table.axis.label(ofRow: $0) } == labels, sourceLocation: location)
  }

  @Test func datesAndTimesApart() throws {
    let dates = ["2021-10-04 23:00", "2021-10-05 00:00", "2021-10-05 01:00"]
    try expect("Date,Time,x\n2021-10-04,23:00,1\n2021-10-05,00:00,2\n2021-10-05,01:00,3\n", "Date, Time", dates)
    try expect("Date,Time,x\n4.10.21,11 PM,1\n5.10.21,12 AM,2\n5.10.21,1 AM,3\n", "Date, Time", dates)
    try expect("day,x,hour\n20211004,1,23\n20211004,2,24\n20211005,3,1\n", "day, hour", dates)
    try expect("Datum;x;Uhrzeit\n04.10.2021;1;2300\n05.10.2021;2;0000\n05.10.2021;3;0100\n", "Datum, Uhrzeit", dates)
    // Days do not repeat: the time of sunrise is no part of them.
    try expect("Date,Sunrise,x\n2021-10-04,07:11,1\n2021-10-05,07:13,2\n", "Date", ["2021-10-04", "2021-10-05"])
    let named = SeriesOptions(dateColumn: .named("a,b"), target: "x")
    try expect("b,a,x\n23:00,2021-10-04,1\n00:00,2021-10-05,2\n", "a, b", Array(dates.prefix(2)), named)
  }

  @Test func namesOfMonthsTellDatesUnderAnyName() throws {
    try expect("wann,x\n1. Februar 2021,1\n1. März 2021,2\n", "wann", ["2021-02-01", "2021-03-01", "2021-04-01"])
    try expect("q,x\nfévrier 2021,1\nmars 2021,2\n", "q", ["2021-02", "2021-03", "2021-04"])
    try expect("q,x\n2021年2月,1\n2021年3月,2\n", "q", ["2021-02", "2021-03"])
    try expect("q,x\n2021-02-01 上午 9:00,1\n2021-02-01 下午 9:00,2\n", "q", ["2021-02-01 09:00", "2021-02-01 21:00"])
    // Words and numbers alone are no dates.
    try expect("model,x\nFiat 500,1\nFiat 600,2\n", nil, ["1", "2"])
  }

  @Test func partsOfDatesInColumns() throws {
    try expect(
      "No,year,month,day,hour,x\n1,2010,1,1,0,5\n2,2010,1,1,1,6\n", "year, month, day, hour",
      ["2010-01-01 00:00", "2010-01-01 01:00", "2010-01-01 02:00"])
    try expect("Month,Day,Year,x\n12,31,2010,5\n1,1,2011,6\n", "Year, Month, Day", ["2010-12-31", "2011-01-01"])
    try expect("Jahr;Monat;x\n2010;12;5\n2011;1;6\n", "Jahr, Monat", ["2010-12", "2011-01", "2011-02"])
    try expect("year,month,x\n2010.0,Dec,5\n2011.0,Jan,6\n", "year, month", ["2010-12", "2011-01"])
    try expect("year,quarter,x\n2010,Q4,5\n2011,Q1,6\n", "year, quarter", ["2010-10", "2011-01", "2011-04"])
    try expect("year,week,x\n2010,52,5\n2011,1,6\n", "year, week", ["2010-12-27", "2011-01-03"])
    try expect("year,doy,x\n2010,365,5\n2011,1,6\n", "year, doy", ["2010-12-31", "2011-01-01"])
    let cell = SeriesCell(line: 3, column: "year, month, day", text: "2010-02-30")
    #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) {
      try table("year,month,day,x\n2010,2,28,1\n2010,2,30,2\n", SeriesOptions(target: "x"))
    }
  }

  @Test func quantitiesAreNoPartsOfDates() throws {
    // The least temperature of an hour.
    let dates = ["2010-01-01 00:00", "2010-01-01 01:00", "2010-01-01 02:00"]
    try expect(
      "year,month,day,hour,min,max,x\n2010,1,1,0,5,9,1\n2010,1,1,1,6,10,2\n", "year, month, day, hour", dates)
    try expect(
      "year,month,day,hour,min,max\n2010,1,1,0,5,9\n2010,1,1,1,6,10\n", "year, month, day, hour", dates,
      SeriesOptions(target: "max"))
    try expect(
      "year,month,day,hour,min,x\n2010,1,1,0,-5,1\n2010,1,1,1,6.5,2\n", "year, month, day, hour", dates)
    try expect(
      "year,month,day,hour,min,x\n2010,1,1,0,15,1\n2010,1,1,1,15,2\n", "year, month, day, hour, min",
      ["2010-01-01 00:15", "2010-01-01 01:15"])
    let named = SeriesOptions(dateColumn: .named("year,month,day,hour,min"), target: "max")
    try expect(
      "year,month,day,hour,min,max\n2010,1,1,0,15,9\n2010,1,1,1,15,10\n", "year, month, day, hour, min",
      ["2010-01-01 00:15", "2010-01-01 01:15"], named)
    // Discharge of a river.
    try expect("year,q,x\n2010,105.2,1\n2011,98.1,2\n", "year", ["2010", "2011", "2012"])
    try expect("year,q,x\n2010,105,1\n2010,98,2\n", nil, ["1", "2"])
    // A cell that is wrong among many is named.
    let days = (1...20).map { "2010,1,\($0 == 7 ? 70 : $0),1\n" }.joined()
    let cell = SeriesCell(line: 8, column: "year, month, day", text: "2010-01-70")
    #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) {
      try table("year,month,day,x\n" + days, SeriesOptions(target: "x"))
    }
  }

  @Test func numbersOfDates() throws {
    try expect("ds,x\n1609459200,1\n1609462800,2\n", "ds", ["2021-01-01 00:00", "2021-01-01 01:00"])
    try expect("t,x\n1609459200,1\n1609462800,2\n", "t", ["2021-01-01 00:00", "2021-01-01 01:00"])
    try expect("x,day\n1,20210101\n2,20210103\n", "day", ["2021-01-01", "2021-01-03"])
    try expect("timestamp_ms,x\n1609459200000,1\n1609459201000,2\n", "timestamp_ms", ["2021-01-01 00:00:00"])
    try expect("time (ms),x\n1609459200000,1\n1609459200250,2\n", "time (ms)", ["2021-01-01 00:00:00.000"])
    try expect("date,x\n44197.0,1\n44197.5,2\n", "date", ["2021-01-01 00:00", "2021-01-01 12:00", "2021-01-02 00:00"])
    // Row numbers, counts and codes are no dates.
    for first in ["id,x\n40001,1\n40002,2\n", "id,x\n1609459201,1\n1609459202,2\n", "time,x\n0.5,1\n1.0,2\n"] {
      try expect(first, nil, ["1", "2"])
    }
  }

  @Test func whatLooksLikeDatesIsAnErrorUnderAnyName() {
    for text in ["5:61", "2021-13-01", "2021-W60", "1. Foo 2021", "1 Foo 2021"] {
      let cell = SeriesCell(line: 2, column: "when", text: text)
      #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) {
        try table("when,x\n\(text),1\n\(text),2\n", SeriesOptions(target: "x"))
      }
    }
  }

  @Test func theLatestFirstIsTurnedRound() throws {
    let table = try table("date,x\n2021-01-03,3\n2021-01-02,2\n2021-01-01,1\n")
    #expect(table.target == [1, 2, 3])
    #expect(table.axis.label(ofRow: 3) == "2021-01-04")
    #expect(table.notes == [.newestFirst])
    #expect(try Forecasting.SeriesTable(csv: "year,x\n2021,3\n2020,2\n", source: "s").target == [2, 3])
  }

  @Test func fractionsOfASecondGoOn() throws {
    let table = try table("t,x\n2021-01-01 00:00:00.25,1\n2021-01-01 00:00:00.50,2\n2021-01-01 00:00:00.75,3\n")
    #expect(table.axis.spacing?.description == "250 milliseconds")
    #expect(table.axis.label(ofRow: 3) == "2021-01-01 00:00:01.000")
  }
}
