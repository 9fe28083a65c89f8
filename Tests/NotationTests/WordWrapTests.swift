import Notation
import Testing

@Suite struct WordWrapTests {
  static let texts: [(text: String, columns: Int, wrapped: String)] = [
    ("the lamp burns low", 10, "the lamp \nburns low"),
    ("the lamp burns", 9, "the lamp \nburns"),
    ("lamplight on", 4, "lamplight on"),
    ("a\nlonger line", 8, "a\nlonger \nline"),
    ("ab cd", 2, "ab\ncd"),
    ("日本語の本", 6, "日本語\nの本"),
    ("e\u{301}te\u{301} noir", 4, "e\u{301}te\u{301} \nnoir"),
    ("", 5, ""), ("  two", 80, "  two"),
  ]

  @Test(arguments: texts.indices) func linesAreBrokenBetweenWords(index: Int) {
    let (text, columns, wrapped) = Self.texts[index]
    #expect(WordWrap.wrapped(text, columns: columns) == wrapped)
    var (wrap, pieces) = (WordWrap(columns: columns), "")
    for scalar in text.unicodeScalars { pieces += wrap.pass(String(scalar)) }
    #expect(pieces + wrap.finish() == wrapped)
  }

  @Test func noLineIsWiderThanTheTerminalUnlessAWordIs() {
    let text = String(repeating: "The keeper of the small lighthouse wrote a letter. ", count: 20)
    for columns in [12, 40, 41, 79] {
      let lines = WordWrap.wrapped(text, columns: columns).split(separator: "\n")
      #expect(lines.allSatisfy { $0.count <= columns })
      #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
      let words = Set(text.split(separator: " "))
      #expect(lines.allSatisfy { $0.split(separator: " ").allSatisfy(words.contains) })
    }
  }
}
