import Notation
import Testing

@Suite struct NumberFormatTests {
  @Test(
    arguments: [
      (0, 1, "0"), (0.04, 1, "0"), (-0.04, 1, "0"), (0.05, 1, "0.1"), (0.5, 2, "0.5"), (-0.5, 2, "-0.5"), (12, 3, "12"),
      (120, 0, "120"), (-1234.5678, 3, "-1234.568"), (0.0001, 4, "0.0001"), (99.96, 1, "100"),
    ] as [(Double, Int, String)])
  func shortNumbersHaveNoZerosAtTheirEnd(value: Double, places: Int, text: String) {
    #expect(NumberFormat.short(value, places: places) == text)
  }

  @Test(
    arguments: [
      (0, 2, "0.00"), (0.5, 2, "0.50"), (-0.5, 2, "−0.50"), (-0.004, 2, "0.00"), (1, 0, "1"), (-1234.5, 3, "−1234.500"),
      (999.996, 2, "1000.00"), (1e16, 2, "1e+16"), (2e14, 4, "200000000000000.0"), (.infinity, 1, "inf"),
      (.nan, 0, "nan"),
    ] as [(Double, Int, String)])
  func fixedNumbersHaveAllTheirPlaces(value: Double, places: Int, text: String) {
    #expect(NumberFormat.fixed(value, places: places) == text)
    #expect(NumberFormat.fixed(value, places: places, minus: "-") == text.replacing("−", with: "-"))
  }

  @Test func thousandsAreApart() {
    let cases = [0: "0", 999: "999", 1_000: "1,000", -1_000: "-1,000", 12_345: "12,345", 1_234_567: "1,234,567"]
    for (value, text) in cases { #expect(NumberFormat.grouped(value) == text) }
    #expect(NumberFormat.grouped(.max) == "9,223,372,036,854,775,807")
    #expect(NumberFormat.grouped(.min) == "-9,223,372,036,854,775,808")
  }

  /// Fewer digits than a number has are those that Swift reads again as the same number.
  @Test func significantDigitsOfAnySizeComeBack() throws {
    for exponent in -280...290 {
      for digits in [1, 12, -375, 99_999, 123_456_789] {
        let value = try #require(Double("\(digits)e\(exponent)"))
        let number = DecimalNumber(rounding: value, significantDigits: 9)
        #expect(number.value == value, "\(digits)e\(exponent)")
        #expect(number.digits == digits && number.exponent == exponent, "\(digits)e\(exponent)")
      }
    }
    #expect(DecimalNumber(rounding: .nan, significantDigits: 4).digits == 0)
    #expect(DecimalNumber(rounding: 1e-300, significantDigits: 4).digits == 0)
  }
}
