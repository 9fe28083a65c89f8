import Notation
import TestSupport
import Testing

@Suite struct CSVReaderTests {
  private func records(_ text: String, _ delimiter: Character = ",") throws -> [CSVRecord] {
    var reader = CSVReader(text, delimiter: delimiter)
    var result: [CSVRecord] = []
    while let record = try reader.next() { result.append(record) }
    return result
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

  @Test func aByteOrderMarkIsNoField() throws {
    #expect(try records("\u{FEFF}\na") == [CSVRecord(line: 1, fields: [""]), CSVRecord(line: 2, fields: ["a"])])
    #expect(try records("\u{FEFF}\"a\",b") == [CSVRecord(line: 1, fields: ["a", "b"])])
    #expect(try records("\u{FEFF}").isEmpty)
  }

  @Test func blanksAroundFieldsAreLeftOut() throws {
    #expect(try records(" a , \"b\" ,\t c\u{A0},\u{2003}d,\"  e\"")[0].fields == ["a", "b", "c", "d", "e"])
    #expect(try records(" a\t \"b;\"\t", "\t")[0].fields == ["a", "b;", ""])
    #expect(try records("\"\",\"\"\"\",é ,👩‍👩‍👦")[0].fields == ["", "\"", "é", "👩‍👩‍👦"])
  }

  @Test(arguments: [
    ("a,b\n1,\"2\n3,4\n", 2), ("a,b\n\"1\n1\",2\n3,4\"x\n", 4), ("a,b\n\"1\"x,2\n", 2), ("\"a", 1), ("a\"", 1),
    ("a\n\"b\"\"", 2), ("\"", 1),
  ])
  func marksThatDoNotPair(text: String, line: Int) {
    #expect(throws: CSVError.quotation(line: line)) { try records(text) }
  }

  /// Whatever fields are written are read back, and whatever bytes stand there end in records or an error.
  @Test func whatIsWrittenIsReadBack() throws {
    var generator = SplitMix64(seed: 7)
    let letters = ["a", "\"", ",", ";", "\n", "\r\n", "\r", "é", "x y", ""]
    for _ in 0..<300 {
      let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
          "[" + (0..<3).map { _ in letters.randomElement(using: &generator) ?? "" }.joined() + "]"
        }
      }
      let text = rows.map(CSVRecord.row).joined()
      #expect(try records(text).map(\.fields) == rows, "\(text)")
      _ = try? records(rows.joined().joined(separator: ","))
    }
  }
}
