import Notation
import Testing

@Suite struct DelimiterTests {
  @Test(arguments: [
    ("a,b\n1,2\n", Delimiter.comma), ("a;b\n1,5;2\n", .semicolon), ("a\tb\n1,5\t2;\n", .tab), ("a\n1\n", .comma),
    ("\"a;b\",c\n1,2\n", .comma), ("Ort, Tag;Wert\nx;1,5\n", .semicolon), ("a,b; c\n1,2\n", .comma), ("", .comma),
    ("\n \n\"x\n;\";b\n1;2", .semicolon), ("1,5;2,5;3\n", .semicolon), ("a;b\n1;2;3\n", .semicolon),
  ])
  func delimiterIsDetected(text: String, delimiter: Delimiter) {
    #expect(Delimiter(detectedIn: text) == delimiter)
  }
}
