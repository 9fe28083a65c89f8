import Notation
import Testing

@Suite struct TextWidthTests {
  private func cells(_ text: String) -> Double { Double(TextWidth.cells(text)) }

  /// As cutting off one character after the other would: the longest beginning that fits.
  @Test(arguments: ["", "a", "lamp", "the sea  is cold", "測試 text", "a\u{301}e\u{301}io"])
  func theLongestBeginningThatFitsIsShown(text: String) {
    for limit in 0...18 {
      var expected = text
      while !expected.isEmpty, cells(expected + "…") > Double(limit) { expected.removeLast() }
      while expected.last == " " { expected.removeLast() }
      let isWhole = cells(text) <= Double(limit)
      let shown = TextWidth.shortened(text, to: Double(limit), width: cells)
      #expect(shown == (isWhole ? text : expected.isEmpty ? "" : expected + "…"), "\(text) in \(limit) cells")
    }
  }
}
