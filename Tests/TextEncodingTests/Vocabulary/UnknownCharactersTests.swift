import Testing
import TextEncoding

@Suite struct UnknownCharactersTests {
  private let tokenizer = Tokenizer(
    normalization: .nfc, lineEnds: .unified,
    vocabulary: Vocabulary(unit: .grapheme, entries: ["a", "\n"].map { .init(bytes: Array($0.utf8), count: 3) }))

  @Test(arguments: ["\n", "\r\n", "\r"]) func theyAreCountedAndNamedByLine(end: String) throws {
    let text = ["aZYa", "a", "", "xZ"].joined(separator: end)
    let encoded = try tokenizer.encode(Array(text.utf8), source: "text", .skip)
    #expect(encoded.ids == [1, 1, 0, 1, 0, 0])
    let (z, x) = ("'Z' U+005A LATIN CAPITAL LETTER Z", "'x' U+0078 LATIN SMALL LETTER X")
    #expect(encoded.unknown.count == 4)
    #expect(encoded.unknown.lines == [.init(number: 1, count: 2, first: z), .init(number: 4, count: 2, first: x)])
    #expect(encoded.unknown.names == [z, "'Y' U+0059 LATIN CAPITAL LETTER Y", x])
    // The same of a file.
    try withFiles([Array(text.utf8)]) { sources in
      let read = try TokenizedCorpus.build(from: sources, tokenizer: tokenizer, skippingUnknown: true)
      #expect(read.report.unknown == encoded.unknown)
    }
  }

  @Test func manyLinesAreCountedAndTenAreNamed() throws {
    let text = Array(String(repeating: "b\na\n", count: 12).utf8)
    let whole = try tokenizer.encode(text, source: "text", .skip).unknown
    #expect(whole.lineCount == 12)
    #expect(whole.lines.map(\.number) == Array(stride(from: 1, through: 19, by: 2)))
    // Line by line it is the same.
    var sum = UnknownCharacters()
    for (index, line) in TextLines(text, unit: .grapheme).enumerated() {
      sum.add(try tokenizer.encode(line, source: "text", at: TextPlace(line: index + 1), .skip).unknown)
    }
    #expect(sum == whole)
  }
}
