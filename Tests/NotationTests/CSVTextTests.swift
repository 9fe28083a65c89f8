import Notation
import TestSupport
import Testing

@Suite struct CSVTextTests {
  private struct Record: Equatable {
    let line: Int
    let fields: [String]
  }

  private func records(_ text: String, _ delimiter: Delimiter = .comma) -> [Record] {
    let text = CSVText(Array(text.utf8), delimiter: delimiter.byte)
    var result: [Record] = []
    text.forEachRow { row in
      let fields = text.fields(at: row.start)
      #expect(row.fieldCount == fields.count)
      #expect(row.isBlank == fields.allSatisfy(\.isEmpty))
      // One by one, as text and as bytes, they are the same; behind the last one is nothing.
      for (column, field) in (fields + [""]).enumerated() {
        #expect(text.field(column, at: row.start) == field)
        text.forEachField(column, count: 1, start: { $0 + row.start }) {
          #expect(String(decoding: $0, as: UTF8.self) == field)
        }
      }
      result.append(Record(line: row.line, fields: fields))
      return true
    }
    return result
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func quotedLineEndsShiftTheLines(end: String) throws {
    let text = ["a,b", "\"one", "two", "three\",1", "", "x,\"y\"\"\"", "\"p,q\", r "].joined(separator: end)
    for text in [text, text + end] {
      #expect(
        records(text) == [
          Record(line: 1, fields: ["a", "b"]),
          Record(line: 2, fields: ["one\(end)two\(end)three", "1"]),
          Record(line: 5, fields: [""]),
          Record(line: 6, fields: ["x", "y\""]),
          Record(line: 7, fields: ["p,q", "r"]),
        ])
    }
  }

  @Test func rowsAreAsLongAsTheyStandThere() throws {
    let text = "a,b,c\n1\n1,2\n,\n1,2,3,4\n1,2,"
    #expect(records(text).map(\.fields.count) == [3, 1, 2, 2, 4, 3])
    #expect(records("").isEmpty)
  }

  @Test func blanksAroundFieldsAreLeftOut() throws {
    #expect(records(" a , \"b\" ,\t c\u{A0},\u{2003}d,\"  e\"")[0].fields == ["a", "b", "c", "d", "e"])
    #expect(records(" a\t \"b;\"\t", .tab)[0].fields == ["a", "b;", ""])
    #expect(records("\"\",\"\"\"\",é ,👩‍👩‍👦")[0].fields == ["", "\"", "é", "👩‍👩‍👦"])
  }

  @Test(arguments: [
    ("a,b\n1,\"2\n3,4\n", 2), ("a,b\n\"1\n1\",2\n3,4\"x\n", 4), ("a,b\n\"1\"x,2\n", 2), ("\"a", 1), ("a\"", 1),
    ("a\n\"b\"\"", 2), ("\"", 1),
  ])
  func marksThatDoNotPair(text: String, line: Int) {
    var broken: [Int] = []
    CSVText(Array(text.utf8), delimiter: Delimiter.comma.byte).forEachRow {
      if $0.isBroken { broken.append($0.line) }
      return true
    }
    #expect(broken == [line])
  }

  @Test func aPartOfATextIsReadFromItsLine() {
    let text = CSVText(Array("a,b\r\n\"1\n1\",2\r\n3,4".utf8), delimiter: Delimiter.comma.byte)
    var rows: [CSVRow] = []
    text.forEachRow(from: 5, line: 2) { row in
      rows.append(row)
      return rows.count < 1
    }
    #expect(rows.map(\.line) == [2] && rows[0].nextLine == 4 && text.bytes[rows[0].next] == UInt8(ascii: "3"))
    #expect(String(decoding: text.bytes[rows[0].start..<rows[0].end], as: UTF8.self) == "\"1\n1\",2")
  }

  @Test func fieldsBehindTheFirstOnesMayBeEmpty() {
    let text = CSVText(Array("a,, ,\"\"\n".utf8), delimiter: Delimiter.comma.byte)
    text.forEachRow { row in
      #expect((0...5).map { text.isEmpty(behind: $0, row) } == [false, true, true, true, true, true])
      return true
    }
  }

  /// Whatever fields are written are read back, and whatever bytes stand there end in records.
  @Test func whatIsWrittenIsReadBack() {
    var generator = SplitMix64(seed: 7)
    let letters = ["a", "\"", ",", ";", "\n", "\r\n", "\r", "é", "x y", ""]
    for _ in 0..<300 {
      let rows = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
        (0..<Int.random(in: 1...3, using: &generator)).map { _ in
          "[" + (0..<3).map { _ in letters.randomElement(using: &generator) ?? "" }.joined() + "]"
        }
      }
      let text = rows.map(CSVRow.text).joined()
      #expect(records(text).map(\.fields) == rows, "\(text)")
      _ = records(rows.joined().joined(separator: ","))
    }
  }
}
