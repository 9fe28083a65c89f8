import Notation
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("1", 1.0, 1.0), ("-2.5e3", -2500, -2500), ("+.5", 0.5, 0.5), ("1,5", nil, 1.5), ("1.234,5", nil, nil),
      ("1,2,3", nil, nil), ("1,234", nil, 1.234), ("0x10", nil, nil), ("inf", nil, nil), ("1e999", nil, nil),
      ("1 2", nil, nil), ("-", nil, nil), ("e", nil, nil), ("20.7 C", nil, nil), ("", nil, nil), ("٣", nil, nil),
    ] as [(String, Double?, Double?)])
  func values(text: String, comma: Double?, semicolon: Double?) {
    #expect(NumberText.value(text, delimiter: .comma) == comma)
    #expect(NumberText.value(text, delimiter: .tab) == comma)
    #expect(NumberText.value(text, delimiter: .semicolon) == semicolon)
  }

  @Test func missing() {
    for text in ["", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "-", "?"] {
      #expect(NumberText.isMissing(text), "\(text)")
    }
    for text in ["0", "none at all", "--", "nano", "nul"] { #expect(!NumberText.isMissing(text), "\(text)") }
  }
}
