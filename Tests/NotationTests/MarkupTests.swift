import Notation
import Testing

@Suite struct MarkupTests {
  @Test func onlyTheFiveSignsChange() {
    #expect(
      Markup.escaped("<a b=\"c\">'&amp;'</a>\n\tÉ👩‍👩‍👧") == "&lt;a b=&quot;c&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;\n\tÉ👩‍👩‍👧")
    // A mark on a sign makes one character of both, and the sign is still one of markup.
    #expect(Markup.escaped("<\u{338}") == "&lt;\u{338}")
  }

  @Test func aLineHasNothingThatXMLForbids() {
    #expect(Markup.escapedLine("a\u{0}b\nc\u{1B}d\u{FFFE}e\u{2028}<") == "a b c de &lt;")
  }
}
