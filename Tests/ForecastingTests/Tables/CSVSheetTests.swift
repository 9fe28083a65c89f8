import Forecasting
import Notation
import Testing

@Suite struct CSVSheetTests {
  private func sheet(_ text: String) throws -> CSVSheet { try CSVSheet(Array(text.utf8), source: "s") }

  @Test func namesAndRows() throws {
    let sheet = try sheet("\u{FEFF}\n,\"the day\" ,x\n\n0,1981-01-01, 2\n \n,,\n1,1981-01-02,3\n,,\n\n")
    #expect(sheet.names == ["column 1", "the day", "x"])
    #expect(sheet.isNamed == [false, true, true])
    #expect((0..<sheet.rowCount).map(sheet.line) == [4, 7])
    #expect(Array(sheet.texts(2)) == ["2", "3"])
  }

  @Test func aBlankLineInASingleColumnIsAMissingValue() throws {
    #expect(try Array(sheet("x\n1\n\n3\n\n").texts(0)) == ["1", "", "3"])
  }

  @Test(arguments: ["", "\n \n", "\u{FEFF}", ",,\n"]) func nothing(text: String) {
    #expect(throws: ForecastingError.empty(source: "s")) { try sheet(text) }
  }

  @Test(arguments: ["a,b", "a,b\n\n,\n"]) func onlyNames(text: String) {
    #expect(throws: ForecastingError.noRows(source: "s")) { try sheet(text) }
  }

  @Test func noHeader() {
    #expect(throws: ForecastingError.noHeader(source: "s", line: 2, found: "1;2,5", likely: 2)) {
      try sheet("\n1;2,5\n3;4\n")
    }
    #expect(throws: ForecastingError.noHeader(source: "s", line: 1, found: "1981-01-01,x", likely: nil)) {
      try sheet("1981-01-01,x\n1981-01-02,3\n")
    }
    #expect(throws: Never.self) { try sheet("town,1981,1982\nOslo,1,2\n") }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", Delimiter.comma), ("a;b\n1,5;2\n", .semicolon), ("a\tb\n1,5\t2;\n", .tab), ("a\n1\n", .comma),
    ("\"a;b\",c\n1,2\n", .comma), ("Ort, Tag;Wert\nx;1,5\n", .semicolon), ("a,b; c\n1,2\n", .comma),
    ("\n \n\"x\n;\";b\n1;2", .semicolon), ("a|b\n1,5|2\n3,5|4\n", .bar), ("a,b\nx|y,2\nz|q,3\n", .comma),
    ("Monthly means, in mm; see below\na;b\n1,5;2\n2,5;3\n", .semicolon),
  ])
  func delimiterIsDetected(text: String, delimiter: Delimiter) throws {
    #expect(try sheet(text).text.delimiter == delimiter.byte)
  }

  @Test func marksThatDoNotPairAreNamedByTheirLine() {
    #expect(throws: ForecastingError.quotation(source: "s", line: 3)) { try sheet("a,b\n1,2\n3,\"4\n5,6\n") }
  }

  @Test func rowsOfTheWrongLength() {
    let text = "a,b\n1,2\n\"1\n1\"\n1,2,3\n1,2\n1\n1,2,3\n"
    let first = [FieldCount(line: 3, count: 1), FieldCount(line: 5, count: 3), FieldCount(line: 7, count: 1)]
    #expect(throws: ForecastingError.fieldCount(source: "s", expected: 2, first: first, count: 4)) { try sheet(text) }
  }
}
