import Inspecting
import Testing

@Suite struct TextFeatureTests {
  private func digits(_ feature: TextFeature, _ text: String) -> String {
    feature.values(of: text.units).map { String(Int($0)) }.joined()
  }

  @Test func linePositionCountsFromTheLineEnd() {
    #expect(digits(.linePosition, "ab\nc\n\nde") == "12010012")
    #expect(digits(.linePosition, "a\r\nb") == "101", "one cluster is one line end")
    #expect(TextFeature.linePosition.values(of: ["a", "\r", "\n", "b"]) == [1, 2, 0, 1], "two halves are one, too")
  }

  @Test func quotationMarksOfAnyShapeOpenAndClose() {
    #expect(digits(.insideQuotes, #"a "b" c"#) == "0011000")
    #expect(digits(.insideQuotes, "“a” „b“ «c» »d«") == "110011001100110")
    #expect(digits(.insideQuotes, "“a \"b” c") == "11111000", "another mark inside does not close")
  }

  @Test func aForgottenMarkEndsWithTheParagraph() {
    #expect(digits(.insideQuotes, "\"a\n\nb") == "11100")
    #expect(digits(.insideQuotes, "\"a\nb\"c") == "111100", "a line end alone does not close")
    #expect(digits(.insideQuotes, "\"a\n \t\nb") == "1111100", "white space is empty")
  }

  @Test func bracketsAreCountedAndPaired() {
    #expect(digits(.bracketDepth, "a(b[c]d)e") == "011221100")
    #expect(digits(.bracketDepth, ")a(") == "001", "nothing to close")
    #expect(digits(.bracketDepth, "{(a}b") == "12200", "a brace closes what is inside")
    #expect(digits(.bracketDepth, "{:(\n\na}") == "1122110", "an empty line closes round ones and leaves braces")
  }

  @Test func indentationGrowsUpToTheFirstWordAndStays() {
    #expect(digits(.indentation, "  a b\nc\n\td\n") == "12222200444")
    #expect(digits(.indentation, "a  b") == "0000")
  }

  @Test func wordPositionCountsLettersAndDigits() {
    #expect(digits(.wordPosition, "ab c3-é\n") == "12012010")
  }

  @Test func lineStartStandsOnTheLineEnd() {
    #expect(digits(.lineStart, "a\n\nb\r\n") == "01101")
  }

  @Test func upperCaseIsOfAnyScript() {
    #expect(digits(.upperCase, "aBÉß Жж1") == "01100100")
  }

  @Test(arguments: TextFeature.allCases) func thereIsOneValueForEachUnit(feature: TextFeature) {
    #expect(feature.values(of: []).isEmpty)
    let strange = ["", "\u{301}", "👩‍👩‍👧", "\u{202E}", "ab", "\n"]
    #expect(feature.values(of: strange).count == strange.count)
  }
}
