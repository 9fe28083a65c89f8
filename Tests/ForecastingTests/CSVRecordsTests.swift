import Forecasting
import Testing

@Suite struct CSVRecordsTests {
  private func records(_ text: String, _ delimiter: Delimiter = .comma) throws -> [CSVRecord] {
    try CSVRecord.all(in: text, delimiter: delimiter, source: "s")
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func quotedLineEndsShiftTheLines(end: String) throws {
    let text = ["a,b", "\"one", "two", "three\",1", "", "x,\"y\"\"\"", "\"p,q\", r "].joined(separator: end)
    for text in [text, text + end] {
      #expect(
        try records(text) == [
          CSVRecord(line: 1, fields: ["a", "b"]),
          CSVRecord(line: 2, fields: ["one\(end)two\(end)three", "1"]),
          CSVRecord(line: 5, fields: [""]),
          CSVRecord(line: 6, fields: ["x", "y\""]),
          CSVRecord(line: 7, fields: ["p,q", "r"]),
        ])
    }
  }

  @Test func rowsAreAsLongAsTheyStandThere() throws {
    let text = "a,b,c\n1\n1,2\n,\n1,2,3,4\n1,2,"
    #expect(try records(text).map(\.fields.count) == [3, 1, 2, 2, 4, 3])
    #expect(try records(text).map(\.isBlank) == [false, false, false, true, false, false])
    #expect(try records("").isEmpty)
  }

  @Test(arguments: [
    ("a,b\n1,\"2\n3,4\n", 2), ("a,b\n\"1\n1\",2\n3,4\"x\n", 4), ("a,b\n\"1\"x,2\n", 2), ("\"a", 1),
  ])
  func marksThatDoNotPair(text: String, line: Int) {
    #expect(throws: ForecastingError.quotation(source: "s", line: line)) { try records(text) }
  }

  @Test(arguments: [
    ("a,b\n1,2\n", Delimiter.comma), ("a;b\n1,5;2\n", .semicolon), ("a\tb\n1,5\t2;\n", .tab), ("a\n1\n", .comma),
    ("\"a;b\",c\n1,2\n", .comma), ("Ort, Tag;Wert\nx;1,5\n", .semicolon), ("a,b; c\n1,2\n", .comma), ("", .comma),
    ("\n \n\"x\n;\";b\n1;2", .semicolon), ("1,5;2,5;3\n", .semicolon), ("a;b\n1;2;3\n", .semicolon),
  ])
  func delimiterIsDetected(text: String, delimiter: Delimiter) {
    #expect(Delimiter(detectedIn: text) == delimiter)
  }
}
