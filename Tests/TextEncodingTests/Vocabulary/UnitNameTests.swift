import Testing
import TextEncoding

@Suite struct UnitNameTests {
  private func name(_ bytes: [UInt8], _ unit: TextUnit = .grapheme) -> String {
    Vocabulary(unit: unit, entries: [.init(bytes: bytes, count: 1)]).name(of: 0)
  }

  @Test(arguments: [
    ("á", "'á' U+00E1 LATIN SMALL LETTER A WITH ACUTE"), ("\u{27}", "'\u{27}' U+0027 APOSTROPHE"),
    (" ", "' ' U+0020 SPACE"), ("\n", "U+000A LINE FEED"), ("\t", "U+0009 TAB"),
    ("\r\n", "U+000D CARRIAGE RETURN + U+000A LINE FEED"), ("\0", "U+0000 NULL"), ("\u{1B}", "U+001B ESCAPE"),
    ("\u{7}", "U+0007 CONTROL"), ("\u{7F}", "U+007F CONTROL"), ("\u{9B}", "U+009B CONTROL"),
    ("\u{A0}", "U+00A0 NO-BREAK SPACE"), ("\u{2028}", "U+2028 LINE SEPARATOR"),
    ("\u{202E}", "U+202E RIGHT-TO-LEFT OVERRIDE"), ("\u{FEFF}", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    ("\u{E000}", "U+E000"), ("\u{FFFF}", "U+FFFF"), ("\u{10FFFF}", "U+10FFFF"),
    ("\u{301}", "'\u{25CC}\u{301}' U+0301 COMBINING ACUTE ACCENT"),
    ("e\u{301}", "'e\u{301}' U+0065 LATIN SMALL LETTER E + U+0301 COMBINING ACUTE ACCENT"),
    ("👩‍👦", "'👩‍👦' U+1F469 WOMAN + U+200D ZERO WIDTH JOINER + U+1F466 BOY"),
    ("한", "'한' U+D55C HANGUL SYLLABLE HAN"),
  ])
  func textUnits(unit: String, expected: String) {
    let found = name(Array(unit.utf8))
    #expect(found.utf8.elementsEqual(expected.utf8), "\(found)")
  }

  @Test func longClustersAreShortened() {
    let eight = name(Array(("a" + String(repeating: "\u{301}", count: 7)).utf8))
    #expect(eight.utf8.starts(with: "'a\u{301}".utf8))
    #expect(eight.split(separator: " + ").count == 8)
    let ten = name(Array(("a" + String(repeating: "\u{301}", count: 9)).utf8))
    #expect(ten.hasPrefix("U+0061 LATIN SMALL LETTER A + "))
    #expect(ten.hasSuffix(" + 2 more"))
    #expect(ten.split(separator: " + ").count == 9)
  }

  @Test(
    arguments: [
      (0x41, "byte 0x41 'A'"), (0x20, "byte 0x20 ' '"), (0x0A, "byte 0x0A"), (0x7E, "byte 0x7E '~'"),
      (0x7F, "byte 0x7F"), (0xFF, "byte 0xFF"), (0, "byte 0x00"),
    ] as [(UInt8, String)])
  func bytes(byte: UInt8, expected: String) {
    #expect(name([byte], .byte) == expected)
  }

  /// No name may begin a new line, move the cursor or turn the direction of the line.
  @Test func namesAreSafeOnATerminal() {
    for value in Array(UInt32(0)..<0x3100) + Array(0xFE00..<0x1_0000) + Array(0xE_0000..<0xE_0200) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let name = name(Array(Character(scalar).utf8), .codepoint)
      let isSafe = name.unicodeScalars.allSatisfy { scalar in
        let isJoiner = scalar.value == 0x200C || scalar.value == 0x200D
        let category = scalar.properties.generalCategory
        return isJoiner || ![.control, .format, .lineSeparator, .paragraphSeparator].contains(category)
      }
      #expect(isSafe && name.contains("U+"), "\(name)")
    }
  }
}
