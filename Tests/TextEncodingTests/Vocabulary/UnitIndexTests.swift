import Testing
import TextEncoding

/// The index is seen through the vocabulary that it serves.
@Suite struct UnitIndexTests {
  private func vocabulary(_ units: [String]) -> Vocabulary {
    Vocabulary(unit: .grapheme, entries: units.map { .init(bytes: Array($0.utf8), count: 1) })
  }

  /// Units of one, two and three code units, enough to grow the table of the longer ones many times.
  @Test func everyUnitIsFoundAgain() throws {
    var units: [String] = []
    for value in Array(UInt32(0x4E00)..<0x4F2C) + Array(0x2_0000..<0x2_05DC) {
      units.append(String(Character(try #require(Unicode.Scalar(value)))))
    }
    for base in "abcdefghij" {
      for first in "\u{300}\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{309}\u{30A}".unicodeScalars {
        for second in "\u{323}\u{324}\u{325}\u{32D}\u{330}\u{331}".unicodeScalars {
          units.append("\(base)\(first)\(second)")
        }
      }
    }
    let vocabulary = vocabulary(units)
    #expect(vocabulary.count == 300 + 1500 + 600)
    for id in 0..<vocabulary.count {
      #expect(vocabulary.id(ofBytes: vocabulary.bytes(of: TokenID(id))) == TokenID(id))
    }
    for unit in units { #expect(vocabulary.id(of: unit) != nil, "\(unit)") }
    for missing in ["", "\u{4DFF}", "\u{1FFFF}", "a\u{300}", "a\u{323}\u{300}", "a\u{300}\u{323}\u{323}", "aa"] {
      #expect(vocabulary.id(of: missing) == nil, "\(missing)")
    }
  }

  /// For Swift's strings these spellings are equal in pairs; as units all differ.
  @Test func spellingsDiffer() {
    let spellings = ["\u{E9}", "e\u{301}", "\u{212B}", "\u{C5}", "A\u{30A}"]
    let vocabulary = vocabulary(spellings)
    #expect(Set(spellings.map { vocabulary.id(of: $0) }).count == 5)
  }
}
