import Testing
import TextEncoding

@Suite struct LineEndsTests {
  static let examples: [(text: String, unified: String)] = [
    ("a\nb", "a\nb"), ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\u{85}b", "a\nb"), ("a\u{2028}b", "a\nb"),
    ("\r\r\n\n\r", "\n\n\n\n"), ("\n\r", "\n\n"), ("\r\n\r\n", "\n\n"), ("\r\u{85}", "\n\n"), ("\r", "\n"),
    // The paragraph separator, the form feed and the vertical tab mean more than a new line.
    ("a\u{2029}b\u{C}c\u{B}d", "a\u{2029}b\u{C}c\u{B}d"), ("", ""),
  ]

  @Test(arguments: examples.indices) func lineEndsBecomeLineFeeds(index: Int) throws {
    let (text, unified) = Self.examples[index]
    for cut in cuts(Array(text.utf16)) + [text.utf16.map { [$0] }] {
      let found = try units(of: cut, unit: .codepoint, lineEnds: .unified)
      #expect(Array(found.joined()) == Array(unified.utf16), "\(cut)")
    }
    #expect(normalizedText(text, normalization: .none, lineEnds: .unified).utf8.elementsEqual(unified.utf8))
  }

  @Test(arguments: examples.indices) func lineEndsAreKept(index: Int) throws {
    let text = Self.examples[index].text
    for cut in cuts(Array(text.utf16)) {
      let found = try units(of: cut, unit: .codepoint, lineEnds: .kept)
      #expect(Array(found.joined()) == Array(text.utf16), "\(cut)")
    }
    #expect(normalizedText(text, normalization: .nfkc, lineEnds: .kept).utf8.elementsEqual(text.utf8))
  }
}
