import Notation
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      ("1", 1.0, 1.0), ("-2.5e3", -2500, nil), ("+.5", 0.5, nil), ("5.", 5, nil), ("1,5", nil, 1.5), ("007", 7, 7),
      ("1,234", 1234, 1.234), ("1.234", 1.234, 1234), ("0.123", 0.123, nil), ("1234.567", 1234.567, nil),
      ("1.234,5", nil, 1234.5), ("1,234.5", 1234.5, nil), ("1.234.567", nil, 1_234_567), ("1,234,567", 1_234_567, nil),
      ("12,34,567.5", 1_234_567.5, nil), ("1'234.5", 1234.5, nil), ("1’234’567", 1_234_567, 1_234_567),
      ("1 234", 1234, 1234), ("1\u{A0}234,5", nil, 1234.5), ("1\u{202F}234\u{2009}567,5", nil, 1_234_567.5),
      ("1_000_000", 1_000_000, 1_000_000), ("1.5E+03", 1500, nil), ("1,5E-3", nil, 0.0015), ("1.234E+03", 1234, nil),
      ("2.5D+01", 25, nil), ("−3", -3, -3), ("–3,5", nil, -3.5), ("1,234.5-", -1234.5, nil),
      ("(1,234.50)", -1234.5, nil),
      ("=\"1.5\"", 1.5, nil), ("'1.5", 1.5, nil), ("1234567890.123456789", 1234567890.1234567, nil),
      ("9007199254740993", 9_007_199_254_740_992, 9_007_199_254_740_992), ("-0", -0.0, -0.0),
    ] as [(String, Double?, Double?)])
  func bothReadings(text: String, point: Double?, comma: Double?) {
    let number = NumberText(text)
    #expect(number?.point == point)
    #expect(number?.comma == comma)
    #expect(number?.unit == "")
  }

  @Test(
    arguments: [
      ("$20,645.96", 20645.96, "$"), ("-$5.5", -5.5, "$"), ("$-5.5", -5.5, "$"), ("($5.50)", -5.5, "$"),
      ("US$ 7", 7, "US$"),
      ("R$ 1.5", 1.5, "R$"), ("USD 20.5", 20.5, "USD"), ("20.5 EUR", 20.5, "EUR"), ("1.5€", 1.5, "€"),
      ("Rs.5", 5, "Rs."),
      ("kr 12.5", 12.5, "kr"), ("12.5 %", 12.5, "%"), ("-3.5%", -3.5, "%"), ("20.7 °C", 20.7, "°C"), ("5 kg", 5, "kg"),
      ("$1.2M", 1.2, "$M"), ("7 €/MWh", 7, "€/MWh"), ("5.5 m²", 5.5, "m²"),
    ] as [(String, Double, String)])
  func units(text: String, value: Double, unit: String) {
    #expect(NumberText(text)?.point == value)
    #expect(NumberText(text)?.unit == unit)
  }

  @Test(arguments: [
    "", "-", "e", ".", ",", "x", "1,2,3", "1 2", "1 23", "12 34", "1.23.456", "0,123,456", "1.5.5", "0x10", "inf",
    "1e999", "٣", "--5", "-(5)", "+-5", "5+", "<5", "~5", "5 6", "12:30", "1/2", "1-Jan", "2021-01-31", "31.01.2021",
    "Q1",
    "W05", "Oslo 5", "JAN 1981", "12 Main St", "2021Q12", "192.168.0.1", "1234,567.5", "1.234.56",
  ])
  func noNumber(text: String) { #expect(NumberText(text) == nil) }

  @Test func plainNumbersAreThoseOfPrograms() {
    #expect(NumberText.plain("-2.5e3") == -2500)
    for text in ["1,5", "1,234", "$5", "inf", "0x10", "1e999", ""] { #expect(NumberText.plain(text) == nil, "\(text)") }
  }

  @Test func missing() {
    for text in [
      "", "NA", "na", "N/A", "n.a.", "NaN", "nan", "null", "NULL", "None", "-", "--", "—", ".", "..", "…", ":", "?",
      "#N/A",
      "#DIV/0!", "\\N", "<NA>", "NaT",
    ] {
      #expect(NumberText.isMissing(text), "\(text)")
    }
    for text in ["0", "none at all", "nano", "nul", "x", "-5", "n"] { #expect(!NumberText.isMissing(text), "\(text)") }
  }
}
