import Testing
import TextEncoding

@Suite struct TextLinesTests {
  private func lines(_ text: String, _ unit: TextUnit = .grapheme) -> [String] {
    TextLines(Array(text.utf8), unit: unit).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: ["\n", "\r\n", "\r", "\u{85}", "\u{2028}"]) func everyLineEndGivesTheSameLines(end: String) {
    #expect(lines("é\(end)\(end)zwei\(end)€") == ["é", "", "zwei", "€"])
    #expect(lines("é\(end)") == ["é"])
    #expect(lines(end) == [""])
  }

  /// The lines are those that a corpus has when its line ends are unified.
  @Test func theLinesAreThoseOfACorpus() {
    let text = "a\r\n\r\rb\u{2028}c\n\rd\u{85}"
    let unified = normalizedText(text, normalization: .none, lineEnds: .unified)
    #expect(lines(text) == unified.dropLast().split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
  }

  @Test func bytesAreOnlyBytes() {
    #expect(lines("a\u{85}b\u{2028}\r\nc\rd", .byte) == ["a\u{85}b\u{2028}", "c", "d"])
    #expect(lines("", .byte).isEmpty)
  }
}
