import Forecasting
import Testing

/// Tables as programs write them, with other things than names and rows in their files.
@Suite struct TableLayoutTests {
  private static let rows = "2021-01-01,20.5\n2021-01-02,21\n2021-01-03,19.5\n"
  private static let values = [20.5, 21, 19.5]

  /// The lines that were left out, by their reasons.
  private func passed(_ table: SeriesTable) -> [PassedLines.Reason: [Int]] {
    for case .passedOver(let lines) in table.notes {
      return PassedLines.Reason.allCases.reduce(into: [:]) { result, reason in
        if !lines.numbers(reason).isEmpty { result[reason] = lines.numbers(reason) }
      }
    }
    return [:]
  }

  private func expect(
    _ text: String, _ lines: [PassedLines.Reason: [Int]], dates: String? = "date", target: String = "value",
    values: [Double] = values, _ options: SeriesOptions = SeriesOptions(),
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let table = try table(text, options)
    #expect(passed(table) == lines, sourceLocation: location)
    #expect(table.dateColumn == dates, sourceLocation: location)
    #expect(table.features == [target], sourceLocation: location)
    #expect(table.target == values, sourceLocation: location)
  }

  @Test func theFirstLineOfSpreadsheetsNamesTheDelimiter() throws {
    for sign in ["sep=;\r\n", "\"sep=;\"\r\n", "SEP=;\n", "\u{FEFF}sep=;\n"] {
      try expect(
        sign + "Datum;Wert\n01.01.2021;20,5\n02.01.2021;21,0\n", [:], dates: "Datum", target: "Wert",
        values: [20.5, 21])
    }
    for sign in ["sep=\t", "sep=\\t"] {
      try expect("\(sign)\ndate\tvalue\n2021-01-01\t1\n2021-01-02\t2\n", [:], values: [1, 2])
    }
    try expect("sep=:\ndate:value\n2021-01-01:1\n2021-01-02:2\n", [:], values: [1, 2])
    try expect("sep,x\n1,5\n2,6\n", [:], dates: nil, target: "x", values: [5, 6], SeriesOptions(target: "x"))
  }

  @Test func titlesStandAboveTheNames() throws {
    let rows = Self.rows
    try expect("Station,Harbour\nLatitude,54.2\n\ndate,value\n" + rows, [.above: [1, 2]])
    try expect("Station,Harbour\nLatitude,54.2\ndate,value\n" + rows, [.above: [1, 2]])
    try expect("Station,Harbour\nOwner,Town\ndate,value\n" + rows, [.above: [1, 2]])
    try expect("Temperatures of the harbour\n\ndate,value\n\n" + rows, [.above: [1]])
    try expect("Temperatures, daily, of the harbour\ndate,value\n" + rows, [.above: [1]])
    try expect("Temperatures,\n,\ndate,value\n" + rows, [.above: [1]])
    try expect("Made on 2021-02-01\nby hand\ndate,value\n" + rows, [.above: [1, 2]])
    try expect("Title\ndate\tvalue\n" + rows.replacing(",", with: "\t"), [.above: [1]])
    try expect("\"A title\nof two lines\"\ndate,value\n" + rows, [.above: [1]])
    try expect("A 5\" pipe\ndate,value\n" + rows, [.above: [1]])
    try expect("Heights of the sea\nheight\n3\n5\n", [.above: [1]], dates: nil, target: "height", values: [3, 5])
  }

  @Test func unitsStandBelowTheNames() throws {
    let rows = Self.rows
    for units in [",degC", "yyyy-mm-dd,°C", "(day),(degC)", "[UTC],[degC]", "1,2", "(1),(2)"] {
      try expect("date,value\n\(units)\n" + rows, [.belowNames: [2]])
    }
    try expect("height\nmm\n3\n5\n", [.belowNames: [2]], dates: nil, target: "height", values: [3, 5])
    try expect("Title\ndate,value\n,degC\n\n" + rows, [.above: [1], .belowNames: [3]])
  }

  @Test func rowsWithoutAValueAreNoUnits() throws {
    let numbered = SeriesOptions(dateColumn: .numbered, missingValues: .interpolate)
    try expect("name,x\nOslo,NA\nBonn,2\n", [:], dates: nil, target: "x", values: [2, 2], numbered)
    try expect("name,x\nOslo,2\nBonn,\nTotally,?\n", [:], dates: nil, target: "x", values: [2, 2, 2], numbered)
    try expect("x\nNA\n2\n", [:], dates: nil, target: "x", values: [2, 2], numbered)
    try expect(
      "date,value\n2021-01-01,n.v.\n2021-01-02,2\n", [:], values: [2, 2],
      SeriesOptions(target: "value", missingValues: .interpolate))
  }

  @Test func ofTwoLinesOfNamesTheOneWithMoreNamesIsTaken() throws {
    let text = "date,Temperature,Temperature\n,max,min\n2021-01-01,5,1\n2021-01-02,6,2\n"
    try expect(
      text, [:], dates: "column 1", target: "max", values: [5, 6], SeriesOptions(target: "max", headerLine: 2))
    #expect(throws: ForecastingError.duplicateColumn(source: "s", name: "Temperature", columns: [2, 3])) {
      try table(text, SeriesOptions(target: "Temperature"))
    }
    let grouped = ",Temperature,Temperature\ndate,max,min\n2021-01-01,5,1\n2021-01-02,6,2\n"
    try expect(grouped, [.above: [1]], target: "max", values: [5, 6], SeriesOptions(target: "max"))
  }

  @Test func commentsStandAnywhere() throws {
    for sign in ["#", "%", "//", " #"] {
      let text =
        "\(sign) Logger 17, north\n\(sign)\ndate,value\n2021-01-01,20.5\n\(sign) moved, by hand, to the pier\n"
        + "2021-01-02,21\n\(sign)2021-01-02,99\n2021-01-03,19.5\n\(sign) end\n"
      try expect(text, [.comment: [1, 2, 5, 7, 9]])
    }
    // A program that writes arrays makes the names a comment.
    try expect("# made by a program\n# date,value\n" + Self.rows, [.comment: [1]])
    try expect(
      "#,date,value\n1,2021-01-01,20.5\n2,2021-01-02,21\n", [:], values: [20.5, 21], SeriesOptions(target: "value"))
  }

  @Test func signsOfCommentsInWordsAreWords() throws {
    let text = "name,date,value\n\"#1\",2021-01-01,20.5\n#2,2021-01-02,21\n%3,2021-01-03,19.5\n"
    try expect(text, [:])
    try expect("date,value,note\n2021-01-01,20.5,# a\n2021-01-02,21,b\n2021-01-03,19.5,\n", [:])
    try expect("date,value,note\n2021-01-01,20.5,\"a\n# b\"\n2021-01-02,21,b\n2021-01-03,19.5,\n", [:])
  }

  @Test func totalsAndNotesStandBelowTheRows() throws {
    for (text, lines) in [
      ("Total,61\n", [5]), ("\nTotal,61\nMean,20.3\n", [6, 7]), ("(c) The harbour\n", [5]),
      ("\nSource: the harbour, by hand, daily\n", [6]), ("Note: values before 2020, from the old station\n", [5]),
      ("Summe,\n\n\n", [5]), ("-- end of data --\n", [5]), ("\"Notes\nof two lines\"", [5]),
      ("Jahresmittel 2021,20.3\n\n", []),
    ] {
      let whole = "date,value\n" + Self.rows + text
      if lines.isEmpty {
        let cell = SeriesCell(line: 5, column: "date", text: "Jahresmittel 2021")
        #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) { try table(whole) }
      } else {
        try expect(whole, [.below: lines])
      }
    }
    try expect("name,x\nOslo,1\nBonn,2\nTotal,3\n", [.below: [4]], dates: nil, target: "x", values: [1, 2])
    try expect("date,a,x\n2021-01-01,p,1\n2021-01-02,q,2\nTotal,,3\n", [.below: [4]], target: "x", values: [1, 2])
  }

  /// A file may end in the middle of a row.
  @Test func whatMayBeARowIsNotPassedOver() {
    for end in ["2021-01", "2021-01-04,1,2", "20", "\"2021-01-04"] {
      #expect(throws: ForecastingError.self) { try table("date,value\n" + Self.rows + end) }
    }
    for (line, cell) in [("2021-13-01,5", "2021-13-01"), (",5", ""), ("20.12.,5", "20.12.")] {
      let cell = SeriesCell(line: 5, column: "date", text: cell)
      #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) {
        try table("date,value\n" + Self.rows + line + "\n")
      }
    }
    let cell = SeriesCell(line: 3, column: "date", text: "Total")
    #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) {
      try table("date,value\n2021-01-01,20.5\nTotal,5\n2021-01-02,21\n")
    }
  }

  @Test func joinedFilesRepeatTheirHeads() throws {
    let (first, second) = ("2021-01-01,20.5\n", "2021-01-02,21\n2021-01-03,19.5\n")
    try expect("date,value\n\(first)date,value\n\(second)", [.repeated: [3]])
    let head = "Station,Harbour\n\ndate,value\n,degC\n"
    try expect("\(head)\(first)\(head)\(second)", [.above: [1], .belowNames: [4], .repeated: [6, 8, 9]])
    try expect("sep=,\ndate,value\n\(first)sep=,\ndate,value\n\(second)", [.repeated: [4, 5]])
    try expect("# a\ndate,value\n\(first)# b\ndate,value\n\(second)", [.comment: [1, 4], .repeated: [5]])
  }

  @Test func columnsWithoutNameOrContentCountForNothing() throws {
    for text in [
      "date,value,,\n2021-01-01,20.5,,\n2021-01-02,21,,\n2021-01-03,19.5,,\n",
      "date,value\n2021-01-01,20.5,\n2021-01-02,21,\n2021-01-03,19.5,\n",
      "date,value,\n2021-01-01,20.5\n2021-01-02,21\n2021-01-03,19.5\n",
      ",date,,value\n,2021-01-01,,20.5\n,2021-01-02,,21\n,2021-01-03,,19.5\n",
    ] { try expect(text, [:]) }
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func linesEndInAnyWayAndTheLastOneNeedNot(end: String) throws {
    let text = ("# a\ndate,value\n" + Self.rows).replacing("\n", with: end)
    try expect(text, [.comment: [1]])
    try expect(String(text.dropLast()), [.comment: [1]])
  }

  @Test func namesHoldAnything() throws {
    let text = "date,\"Temp\n(degC)\",\"rain, mm\",\"the \"\"true\"\" one\"\n2021-01-01,1,2,3\n2021-01-02,4,5,6\n"
    let options = SeriesOptions(target: "Temp (degC)", features: ["rain, mm", "the \"true\" one"])
    let table = try table(text, options)
    #expect(table.features == ["Temp\n(degC)", "rain, mm", "the \"true\" one"])
    #expect(table.columns == [[1, 4], [2, 5], [3, 6]])
  }

  @Test func namesThatNobodyUsesMayComeTwice() throws {
    let text = "date,x,x,value,x\n2021-01-01,a,1,20.5,b\n2021-01-02,a,2,21,b\n2021-01-03,a,3,19.5,b\n"
    try expect(text, [:], SeriesOptions(target: "value"))
    let error = ForecastingError.duplicateColumn(source: "s", name: "x", columns: [2, 3, 5])
    #expect(throws: error) { try table(text, SeriesOptions(target: "x")) }
    #expect(throws: error) { try table(text, SeriesOptions(target: "value", features: ["x"])) }
    #expect(throws: ForecastingError.duplicateColumn(source: "s", name: "d", columns: [1, 2])) {
      try table("d,d,x\n2021-01-01,a,1\n2021-01-02,b,2\n")
    }
  }

  @Test func theLineOfNamesCanBeSaid() throws {
    let rows = Self.rows
    #expect(throws: ForecastingError.unclearHeader(source: "s", lines: [1, 2])) {
      try table("place,Harbour\nwhen,value\n" + rows)
    }
    try expect("place,Harbour\nwhen,value\n" + rows, [:], dates: "when", SeriesOptions(headerLine: 2))
    try expect(
      "place,Harbour\nwhen,value\n" + rows, [.belowNames: [2]], dates: "place", target: "Harbour",
      SeriesOptions(headerLine: 1))
    try expect("\"5 mm\n\ndate,value\n" + rows, [:], SeriesOptions(headerLine: 3))
    let text = "Title\n\ndate,value\n" + rows
    #expect(throws: ForecastingError.noHeader(source: "s", line: 2, found: "", likely: 3)) {
      try table(text, SeriesOptions(headerLine: 2))
    }
    // Whoever names a line of values means it.
    try expect(
      text, [:], dates: "2021-01-01", target: "20.5", values: [21, 19.5], SeriesOptions(headerLine: 4))
    #expect(throws: ForecastingError.noSuchLine(source: "s", line: 7, count: 6)) {
      try table(text, SeriesOptions(headerLine: 7))
    }
  }

  @Test func whatWasLeftOutIsOneNote() throws {
    let text = "Station,Harbour\n# a\n\ndate,value\n,degC\n" + Self.rows + "# b\n# c\nTotal,61\n"
    #expect(
      try table(text).notes.map(\.description) == [
        "not read as rows: line 1 (above the names: 'Station,Harbour'), line 5 (below the names: ',degC'), "
          + "lines 2, 9, 10 (comments: '# a'), line 11 (below the rows: 'Total,61')"
      ])
    let (head, row) = ("Station,Harbour\n\ndate,value\n", "2021-01-0")
    for (again, words) in [
      ("date,value\n", "line 5 (the line of names again: 'date,value')"),
      (head, "lines 5, 7 (the lines above the rows again: 'Station,Harbour')"),
    ] {
      let joined = try table("\(head)\(row)1,1\n\(again)\(row)2,2\n\(row)3,3\n")
      #expect(
        joined.notes.map(\.description) == ["not read as rows: line 1 (above the names: 'Station,Harbour'), \(words)"])
    }
  }

  /// Rows under fewer names, as R writes them, or with thousands apart by the delimiter.
  @Test func rowsOfMoreFieldsThanNamesAreCounted() {
    func error(_ names: (Int, Int), _ row: (Int, Int)) -> ForecastingError {
      .nameCount(
        source: "s", names: FieldCount(line: names.0, count: names.1), row: FieldCount(line: row.0, count: row.1))
    }
    for rows in [(1...9).map { "2021-01-0\($0),1,10\($0)" }, (1...9).map { "\($0),2021-01-0\($0),\($0)" }] {
      let text = (["date,value"] + rows).joined(separator: "\n")
      #expect(throws: error((1, 2), (2, 3))) { try table(text) }
      #expect(throws: error((3, 2), (4, 3))) { try table("Title\n\n" + text) }
    }
    #expect(throws: error((1, 1), (2, 2))) { try table("value\n1,5\n2,5\n3,5\n") }
    #expect(throws: ForecastingError.noHeader(source: "s", line: 3, found: "2021-01-01,20.5", likely: nil)) {
      try table("Title\n\n" + Self.rows)
    }
    #expect(
      "\(error((1, 2), (2, 3)))"
        == "s: line 1 has 2 names, but the row in line 2 has 3 fields; give each column one name, and quote names and "
        + "fields that hold the delimiter")
  }

  /// Also where the broken rows are the first ones, and their lines say so.
  @Test func theFirstRowsMayBeOfAnotherLength() {
    func error(_ first: [(Int, Int)]) -> ForecastingError {
      .fieldCount(
        source: "s", expected: 2, first: first.map { FieldCount(line: $0.0, count: $0.1) }, count: first.count)
    }
    for (rows, first) in [
      ("2021-01-01\n", [(2, 1)]), ("20.5\n", [(2, 1)]), ("2021-01-01,1,100\n", [(2, 3)]), ("Oslo\n", [(2, 1)]),
      ("2021\n01-01,1,5\n", [(2, 1), (3, 3)]),
    ] {
      #expect(throws: error(first)) { try table("date,value\n" + rows + Self.rows) }
      #expect(throws: error(first.map { ($0.0 + 2, $0.1) })) { try table("Title\n\ndate,value\n" + rows + Self.rows) }
    }
    let names = (FieldCount(line: 1, count: 3), FieldCount(line: 2, count: 2))
    #expect(throws: ForecastingError.nameCount(source: "s", names: names.0, row: names.1)) {
      try table("date,value,more\n" + Self.rows)
    }
  }

  @Test func aRowIsNoLineOfNames() throws {
    let numbered = SeriesOptions(dateColumn: .numbered)
    for (text, found) in [("Oslo,5\nBonn,6\nRome,7\n", "Oslo,5"), ("Oslo,3,5\nBonn,4,6\nRome,5,7\n", "Oslo,3,5")] {
      #expect(throws: ForecastingError.noHeader(source: "s", line: 1, found: found, likely: 1)) { try table(text) }
    }
    for names in ["name,2020", "name,0", "name,5 mm", "name,x5"] {
      let column = String(names.dropFirst(5))
      try expect("\(names)\nOslo,5\nBonn,6\nRome,7\n", [:], dates: nil, target: column, values: [5, 6, 7], numbered)
    }
    try expect(
      "Oslo,5\nBonn,6\nRome,7\n", [:], dates: nil, target: "5", values: [6, 7],
      SeriesOptions(dateColumn: .numbered, headerLine: 1))
    // The rest of a row whose beginning stands in the line above.
    #expect(throws: ForecastingError.self) {
      try table("date,value\n2\n021-01-01,20.5\n2021-01-02,21\n2021-01-03,19.5\n")
    }
    #expect(throws: ForecastingError.unclearHeader(source: "s", lines: [1, 2])) { try table("height\nabc\n3\n5\n") }
  }

  @Test func namesMayBeNumbersThatCountUp() throws {
    let numbered = SeriesOptions(dateColumn: .numbered, target: "1")
    for names in ["Station,1,2,3,4", "Station,0,1,2,3", ",0,1,2,3"] {
      try expect(
        "\(names)\nOslo,5,7,1,8\nBonn,6,4,2,9\n", [:], dates: nil, target: "1",
        values: names.contains("4") ? [5, 6] : [7, 4], numbered)
    }
    try expect(
      "Station,7,8,9\nOslo,5,7,1\nBonn,6,4,2\n", [:], dates: nil, target: "8", values: [7, 4],
      SeriesOptions(dateColumn: .numbered, target: "8"))
    try expect(",0,1\n0,5,8\n1,6,9\n", [:], dates: nil, target: "1", values: [8, 9], numbered)
    for (names, dates) in [(",0,1", "column 1"), (",1,2", "column 1"), ("0,1,2", "0")] {
      try expect(
        "\(names)\n2021-01-01,5,8\n2021-01-02,6,9\n", [:], dates: dates, target: "1",
        values: names == ",1,2" ? [5, 6] : names == ",0,1" ? [8, 9] : [5, 6], SeriesOptions(target: "1"))
    }
    try expect(
      ",2019,2020\n2021-01-01,5,8\n2021-01-02,6,9\n", [:], dates: "column 1", target: "2020",
      values: [8, 9], SeriesOptions(target: "2020"))
    try expect(",0\n2021-01-01,5\n2021-01-02,6\n", [:], dates: "column 1", target: "0", values: [5, 6])
    // A row without a date is none.
    let cell = SeriesCell(line: 2, column: "date", text: "")
    #expect(throws: ForecastingError.unreadableDate(source: "s", cell: cell)) {
      try table("date,a,b\n,0,1\n2021-01-02,6,9\n2021-01-03,6,9\n")
    }
    for found in ["Oslo,3,4", ",3,4", ",5"] {
      #expect(throws: ForecastingError.noHeader(source: "s", line: 1, found: found, likely: 1)) {
        try table("\(found)\nBonn,6\(found.count > 3 ? ",8" : "")\nRome,7\(found.count > 3 ? ",9" : "")\n")
      }
    }
  }

  @Test func theNamesMayBeInAnyLineThatIsSaid() throws {
    for names in [",3,8", ",0,1", "5,3,8", "x,3,8"] {
      let target = String(names.split(separator: ",").last ?? "")
      try expect(
        "\(names)\n2021-01-01,5,8\n2021-01-02,6,9\n", [:],
        dates: names.first == "," ? "column 1" : String(names.prefix(1)),
        target: target, values: [8, 9], SeriesOptions(target: target, headerLine: 1))
    }
    try expect(
      "1,5\n2,6\n3,7\n", [:], dates: nil, target: "5", values: [6, 7], SeriesOptions(target: "5", headerLine: 1))
  }

  /// One rule for dates of any kind in the first column.
  @Test func aLineWithTheSignOfACommentIsNoRowWhereDatesAreFirst() throws {
    let years = (2001...2005).map { "\($0),\($0 % 10)" }
    for (names, rows) in [
      ("date,value", Self.rows.split(separator: "\n").map(String.init)), ("year,value", years), ("x,value", years),
    ] {
      for comment in ["#2021,5", "#2021-01-21,5", "# revised 2024, 5", "%20,7", "// 5,7", "# 5"] {
        for place in [1, rows.count] {
          var lines = [names] + rows
          lines.insert(comment, at: place + 1)
          let found = try table(lines.joined(separator: "\n") + "\n", SeriesOptions(target: "value"))
          #expect(found.rowCount == rows.count && passed(found) == [.comment: [place + 2]], "\(names): \(comment)")
        }
      }
      #expect(throws: ForecastingError.self) { try table(([names] + rows + ["#N/A,5"]).joined(separator: "\n")) }
    }
  }

  @Test func halfOfTheRowsMayHaveAnotherDelimiter() {
    func error(_ first: Character, _ line: Int, _ found: Character) -> ForecastingError {
      .mixedDelimiters(source: "s", first: first, line: line, found: found)
    }
    let rows = (1...9).map { "2021-01-0\($0),\($0)5" }
    for (first, other) in [(",", ";"), (";", ","), ("\t", ","), (",", "|")] as [(Character, Character)] {
      for count in 0...8 {
        let lines = ["date,value"] + rows
        let text = lines.enumerated().map {
          $1.replacing(",", with: String($0 <= count ? first : other))
        }.joined(separator: "\n")
        #expect(throws: error(first, count + 2, other), "\(first) \(other) \(count)") { try table(text) }
      }
    }
    #expect(
      "\(error(",", 6, ";"))"
        == "s: the fields are separated by ',' in the line of names, but by ';' in line 6; give all lines one delimiter"
    )
  }

  @Test func aQuotationAboveTheRowsHoldsNoNames() {
    for title in ["\"Title", "# Title, \"north", "Title,\"north"] {
      for quoted in ["\"date\",\"value\"\n\"2021-01-01\",\"1\"\n\"2021-01-02\",\"2\"\n", "date,value\n" + Self.rows] {
        #expect(throws: ForecastingError.self, "\(title)") { try table("\(title)\n\(quoted)") }
      }
    }
    #expect(throws: ForecastingError.quotation(source: "s", line: 2)) {
      try table("date,value\nTotal,\"low\n2021-01-01,\"5\"\n2021-01-02,\"6\"\n2021-01-03,\"7\"\n")
    }
  }

  @Test func theLineOfTheDelimiterIsNoLineOfNames() throws {
    let text = "sep=;\ndate;value\n2021-01-01;1\n2021-01-02;2\n"
    let error = ForecastingError.namesDelimiter(source: "s", line: 1, found: "sep=;", likely: 2)
    #expect(throws: error) { try table(text, SeriesOptions(headerLine: 1)) }
    #expect(
      "\(error)"
        == "s: line 1: expected the columns' names, found sep=;, which names the delimiter; line 2 looks like names")
    try expect(text, [:], values: [1, 2], SeriesOptions(headerLine: 2))
  }
}
