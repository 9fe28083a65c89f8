import Forecasting
import Testing

/// Ends of tables: totals and notes are passed over, and what may be a row is not.
@Suite struct TableEndTests {
  private static let days = (1...9).map { "2021-01-0\($0),\($0).5" }
  private static let placed = (1...9).map { "Oslo,2021-01-0\($0),\($0).5" }

  private func text(_ names: String, _ lines: [String]) -> String {
    ([names] + lines).joined(separator: "\n") + "\n"
  }

  private func expect(
    _ text: String, _ error: ForecastingError, _ options: SeriesOptions = SeriesOptions(),
    _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(throws: error, sourceLocation: location) { try table(text, options) }
  }

  private func wrong(_ expected: Int, _ line: Int, _ count: Int) -> ForecastingError {
    .fieldCount(source: "s", expected: expected, first: [FieldCount(line: line, count: count)], count: 1)
  }

  private func undated(_ line: Int, _ column: String, _ text: String) -> ForecastingError {
    .unreadableDate(source: "s", cell: SeriesCell(line: line, column: column, text: text))
  }

  private func rows(_ table: SeriesTable) -> (count: Int, below: [Int]) {
    for case .passedOver(let lines) in table.notes { return (table.rowCount, lines.numbers(.below)) }
    return (table.rowCount, [])
  }

  @Test func aQuotationThatNeverEndsHidesNoRows() {
    for row in [3, 5, 9] {
      var (days, placed) = (Self.days, Self.placed)
      days[row - 1] = "\"" + days[row - 1]
      placed[row - 1] = "\"" + placed[row - 1]
      let error = ForecastingError.quotation(source: "s", line: row + 1)
      expect(text("date,value", days), error)
      expect(text("place,date,value", placed), error)
      days[row - 1] = "\"Note: by hand\n" + days[row - 1]
      expect(text("date,value", days), error)
    }
    expect(text("date,value", Self.days + ["\"Note: by hand"]), .quotation(source: "s", line: 11))
  }

  @Test func aQuotationOverRowsIsNoNote() throws {
    // Its end is the mark of a later row.
    var days = Self.days
    (days[6], days[8]) = ("\"Note " + days[6], days[8] + "\"")
    expect(text("date,value", days), wrong(2, 8, 1))
    days[8] += " x"
    expect(text("date,value", days), .quotation(source: "s", line: 8))
    (days[0], days[2]) = ("\"" + Self.days[0], Self.days[2] + "\"")
    (days[6], days[8]) = (Self.days[6], Self.days[8])
    expect(text("date,value", days), wrong(2, 2, 1))
    let noted = text("date,value", Self.days + ["\"Notes:", "by hand, daily\""])
    #expect(rows(try table(noted)) == (9, [11]))
    #expect(rows(try table(text("date,value", Self.days + ["A 5\" pipe"]))) == (9, [11]))
  }

  @Test func theDateOfAFileIsANote() throws {
    for end in ["Stand: 31.03.2021", "Exported 2021-02-01 10:15", "Updated on 1 Feb 2021, by hand"] {
      for whole in [text("date,value", Self.days), text("place,date,value", Self.placed)] {
        #expect(rows(try table(whole + end + "\n")) == (9, [11]))
      }
    }
  }

  @Test func aRowThatIsCutOffIsRefused() {
    let whole = text("place,date,value", Self.placed)
    for (end, count) in [
      ("Oslo,2021-01-", 2), ("Oslo,2", 2), ("Oslo,", 2), ("Oslo", 1), ("Os", 1), ("Bergen", 1), ("Total,2021", 2),
    ] { expect(whole + end, wrong(3, 11, count)) }
    expect(whole + "Oslo\n", wrong(3, 11, 1))
    expect(
      whole + "Oslo,2021-01-10,",
      .invalidCells(
        source: "s", first: [SeriesCell(line: 11, column: "value", text: "")], count: 1))
    expect(text("county,place,date,value", Self.placed.map { "Viken," + $0 }) + "Viken,Oslo", wrong(4, 11, 2))
    let named = (1...9).map { "Jan \($0) 2021,\($0)" }
    for end in ["Ja", "Jan 1", "Feb", "Feb 1"] { expect(text("date,value", named) + end, wrong(2, 11, 1)) }
    for end in ["2021-Ja", "20"] { expect(text("date,value", Self.days) + end, wrong(2, 11, 1)) }
    expect(text("name,x", ["a,1", "b,2"]) + "c", wrong(2, 4, 1))
  }

  @Test func rowsThatAreTooLongAreRefused() {
    var placed = Self.placed
    for row in 6...8 { placed[row] = "Oslo,2021-01-0\(row + 1),1,150" }
    let error = ForecastingError.fieldCount(
      source: "s", expected: 3, first: (8...10).map { FieldCount(line: $0, count: 4) }, count: 3)
    expect(text("place,date,value", placed), error)
    expect(text("place,date,value", Self.placed + ["Total,2021-01-10,1,150"]), wrong(3, 11, 4))
    expect(text("name,x", ["a,1", "b,2", "c,1,150"]), wrong(2, 4, 3))
    expect(text("name,x", ["a,1", "b,2", "Total,1,150"]), wrong(2, 4, 3))
  }

  /// Statistical offices put marks before values that are provisional.
  @Test func aRowWithAMarkIsNoNote() throws {
    let months = (1...9).map { "2022-0\($0),\($0).5" }
    for mark in ["*", "* ", "**", "†", "--", "=="] {
      for end in ["2022-11", "2022-11-01", "Nov 2022", "Q4 2022", "20"] {
        expect(text("date,value", months + ["\(mark)\(end),7.3"]), undated(11, "date", mark + end))
        expect(text("date,value", months + ["\(mark)\(end),"]), undated(11, "date", mark + end))
      }
      expect(text("date,value", months + ["\(mark)2022-11"]), wrong(2, 11, 1))
      expect(text("date,value", months + ["\(mark)2022-10,7.1", "2022-11,7.3"]), undated(11, "date", mark + "2022-10"))
      let years = (2001...2009).map { "\($0),\($0 % 7)" }
      expect(text("year,value", years + ["\(mark)2010,7"]), undated(11, "year", mark + "2010"))
      // A name may have a mark as well.
      let named = try table(
        text("name,x", ["a,1", "b,2", "\(mark)c,3"]), SeriesOptions(dateColumn: .numbered, target: "x"))
      #expect(rows(named) == (3, []))
      let total = try table(text("name,x", ["a,1", "b,2", "\(mark)Total,3"]), SeriesOptions(dateColumn: .numbered))
      #expect(rows(total) == (2, [4]))
      for note in ["\(mark) provisional", "\(mark) provisional,5", "\(mark) 2022 by hand"] {
        #expect(rows(try table(text("date,value", months + [note]))) == (9, [11]), "\(note)")
      }
    }
    #expect(rows(try table(text("date,value", months + ["(c) 2022", "© 2022 Town"]))) == (9, [11, 12]))
  }

  @Test func wordsInPlaceOfADateAreANote() throws {
    let notes = [
      "Grand Total,1040", "YTD,1040", "Last updated,2024-01-05", "Summe,1040", "Celkem,1040", "Total général,1040",
      "Suma całkowita,5", "Average,20", "Running total,5", "Source:,5", "As of,2024-01-05", "Final check,5",
      "Last updated 2024-01-05,", "As of 2024-01-05", "Last updated: 2024-01-05", "Grand Total 2021,1040",
    ]
    for note in notes {
      for names in ["Date,Sales", "when,Sales"] {
        #expect(rows(try table(text(names, Self.days + [note]))) == (9, [11]), "\(note)")
      }
      let years = (2001...2009).map { "\($0),\($0 % 7)" }
      #expect(rows(try table(text("Year,Sales", years + [note]))) == (9, [11]), "\(note)")
    }
    let behind = text("date,place,value", (1...9).map { "2021-01-0\($0),Oslo,\($0)" })
    #expect(rows(try table(behind + "YTD,,45\nGrand Total,45\n")) == (9, [11, 12]))
    let placed = text("place,date,value", Self.placed)
    #expect(rows(try table(placed + "Grand Total,,45\n")) == (9, [11]))
    // What may be a row is none.
    expect(behind + "Sold,Oslo,45\n", undated(11, "date", "Sold"))
    for word in ["Sunday", "dimanche", "June", "Februar", "today", "unknown", "n.d.", "x"] {
      expect(text("date,value", Self.days + ["\(word),5"]), undated(11, "date", word))
    }
    expect(text("date,value", (1...9).map { "Jan \($0) 2021,\($0)" } + ["Fxb,5"]), undated(11, "date", "Fxb"))
  }

  @Test func aRowWithABadDateIsNoNote() {
    let placed = Self.placed
    for date in ["2021-02-30", "31 Febr 2021", "n.d.", "30.2."] {
      expect(text("place,date,value", placed + ["Oslo,\(date),5"]), undated(11, "date", date))
      expect(text("place,date,value", placed + ["Bergen,\(date),5"]), undated(11, "date", date))
    }
    expect(text("place,date,value", placed + ["Bergen,n.d.,low"]), undated(11, "date", "n.d."))
    expect(text("place,date,value", placed + ["Total,2021-02-30,5"]), undated(11, "date", "2021-02-30"))
    expect(text("date,value", Self.days + ["Sunday,5"]), undated(11, "date", "Sunday"))
    expect(text("date,value", Self.days + ["31 Febr 2021,low"]), undated(11, "date", "31 Febr 2021"))
  }

  /// A series may have the name of a total.
  @Test func seriesOfTotalsAreSeries() throws {
    func series(_ names: [String], _ years: ClosedRange<Int>) -> [String] {
      names.flatMap { name in years.map { "\(name),\($0),\($0 % 7)" } }
    }
    for years in [1960...1962, 1960...2009] {
      let all = text("region,year,value", series(["North", "South", "Total"], years))
      for name in ["North", "Total"] {
        let one = try table(all, SeriesOptions(target: "value", series: "region=\(name)"))
        #expect(rows(one) == (years.count, []))
        #expect(one.target == years.map { Double($0 % 7) })
      }
    }
    let somme = text("region,number,value", series(["Aisne", "Nord", "Somme"], 1960...2009))
    let one = try table(somme, SeriesOptions(dateColumn: .numbered, target: "value", series: "region=Somme"))
    #expect(rows(one) == (50, []))
    // The year tells a row from a total, even where the name comes once.
    let last = text("region,year,value", series(["North"], 1960...1969) + ["Total,1970,5"])
    #expect(rows(try table(last, SeriesOptions(target: "value"))) == (11, []))
    let total = text("region,year,value", series(["North"], 1960...1969) + ["Total,,5", "Mean,,5"])
    #expect(rows(try table(total, SeriesOptions(target: "value"))) == (10, [12, 13]))
  }

  @Test func moreThanAFewTotalsAreRows() throws {
    let names = ["Total", "Mean", "Median", "Sum"]
    let numbered = SeriesOptions(dateColumn: .numbered, target: "x")
    for count in 1...4 {
      let lines = ["Oslo,1", "Bonn,2"] + names.prefix(count).map { "\($0),5" } + ["Source: the towns"]
      if count < 4 {
        #expect(rows(try table(text("name,x", lines), numbered)) == (2, Array(4...4 + count)))
      } else {
        #expect(rows(try table(text("name,x", lines), numbered)) == (6, [8]))
      }
    }
    expect(text("date,value", Self.days + names.map { "\($0),5" }), undated(11, "date", "Total"))
  }

  @Test func aTableIsNotAllRemarks() throws {
    let numbered = SeriesOptions(dateColumn: .numbered, target: "value")
    let means = text("stat,value", (0..<60).map { "mean,\($0 % 4)" })
    #expect(rows(try table(means, numbered)) == (60, []))
    let few = text("stat,value", ["mean,5", "median,4", "sum,20"])
    #expect(rows(try table(few, numbered)) == (3, []))
    #expect(try table(few, numbered).target == [5, 4, 20])
  }

  @Test func valuesThatLookLikeCommentsAreRows() throws {
    let filled = SeriesOptions(missingValues: .previous)
    for (end, line) in [("\n", 4), ("\r\n", 4)] {
      for (names, mark) in [("value,date", ","), ("ratio;date", ";")] {
        for cell in ["#N/A", "#DIV/0!", "#VALUE!", "#REF!"] {
          let rows = (1...9).map { "\($0 == 3 ? cell : "\($0)")\(mark)2021-01-0\($0)" }
          let text = ([names] + rows).joined(separator: end) + end
          #expect(throws: ForecastingError.self) { try table(text) }
          let found = try table(text, filled)
          #expect(found.target == [1, 2, 2, 4, 5, 6, 7, 8, 9])
          #expect(found.notes.isEmpty)
          #expect(found.filled.map(\.cell.line) == [line] && found.filled.map(\.cell.text) == [cell])
        }
      }
    }
    // Also as the first row.
    let first = text("value,date", ["#N/A,2021-01-01"] + (2...9).map { "\($0),2021-01-0\($0)" })
    #expect(try table(first, SeriesOptions(missingValues: .interpolate)).target == [2, 2, 3, 4, 5, 6, 7, 8, 9])
    let percent = text("value,date", (1...9).map { "\($0 == 3 ? "%20" : "\($0)"),2021-01-0\($0)" })
    let cell = SeriesCell(line: 4, column: "value", text: "%20")
    expect(percent, .invalidCells(source: "s", first: [cell], count: 1))
    // In a column of words also where the row is too long.
    expect(
      text("name,date,value", (1...9).map { "n\($0),2021-01-0\($0),\($0)" } + ["#2,2021-01-10,1,150"]), wrong(3, 11, 4))
  }

  @Test func aBadFirstRowIsNoUnits() {
    for date in ["2021-02-30", "30.02.2021", "2021-13-01", "2021-01-01x"] {
      for value in ["-", "n.v.", ""] {
        for names in ["date,value", "when,value"] {
          expect(
            text(names, ["\(date),\(value)"] + Self.days), undated(2, names.hasPrefix("d") ? "date" : "when", date))
        }
      }
    }
    expect(text("date,value", ["2021-0"] + Self.days), wrong(2, 2, 1))
    // Without dates, words alone may be names as well.
    let (named, cell) = (
      text("name,x", ["Oslo,n.v.", "Bonn,2", "Rome,3"]), SeriesCell(line: 2, column: "x", text: "n.v.")
    )
    expect(named, .unclearHeader(source: "s", lines: [1, 2]))
    expect(
      named, .invalidCells(source: "s", first: [cell], count: 1), SeriesOptions(dateColumn: .numbered, headerLine: 1))
  }

  @Test func aRowByAnotherDelimiterIsNoNote() throws {
    let whole = text("place,date,value", Self.placed)
    for (end, sign) in [("Bergen;2021-01-10;5", ";"), ("Bergen\t2021-01-10\t5", "\t"), ("Total|2021-01-10|5", "|")]
      as [(String, Character)]
    {
      expect(whole + end + "\n", .mixedDelimiters(source: "s", first: ",", line: 11, found: sign))
    }
    expect(whole + "\"Bergen,2021-01-10,5\"\n", wrong(3, 11, 1))
    #expect(rows(try table(whole + "Made on 2021-01-10; by hand; daily\n")) == (9, [11]))
  }

  @Test func cellsThatMovedAreOfARow() throws {
    let behind = text("date,place,value", (1...9).map { "2021-01-0\($0),Oslo,\($0)" })
    expect(behind + "Bergen,9.5\n", wrong(3, 11, 2))
    expect(behind + "Bergen,2021-01-10\n", wrong(3, 11, 2))
    expect(text("name,x", ["a,1", "b,2"]) + "c,d,5\n", wrong(2, 4, 3))
    #expect(rows(try table(behind + "Bergen,Oslo\n")) == (9, [11]))
  }

  @Test func aCommentEndsWithItsLine() throws {
    var days = Self.days
    days.insert("# moved, \"by hand", at: 4)
    expect(text("date,value", days), .quotation(source: "s", line: 6))
    days[7] += "\""
    expect(
      text("date,value", days), .unreadableDate(source: "s", cell: SeriesCell(line: 6, column: "date", text: "# moved"))
    )
    days = Self.days
    days.insert("# 5\" pipes, and others", at: 4)
    #expect(try table(text("date,value", days)).rowCount == 9)
  }
}
