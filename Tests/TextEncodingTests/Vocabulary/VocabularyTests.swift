import TestSupport
import Testing
import TextEncoding

@Suite struct VocabularyTests {
  private func vocabulary(of text: String, _ options: CorpusOptions = CorpusOptions()) throws -> Vocabulary {
    try corpus(Array(text.utf8), options: options).tokenizer.vocabulary
  }

  /// By code points: in UTF-16 the fullwidth letter would come after the emoji.
  @Test func unitsAreSortedByCodePoints() throws {
    let vocabulary = try vocabulary(of: "b😀a\u{FF01}\nÉe\u{301}\u{FFFD}a", CorpusOptions(normalization: .none))
    let expected = ["\n", "a", "b", "e\u{301}", "É", "\u{FF01}", "\u{FFFD}", "😀"]
    #expect(vocabulary.entries.map(\.bytes) == expected.map { Array($0.utf8) })
    #expect(vocabulary.counts == [1, 2, 1, 1, 1, 1, 1, 1])
    #expect(vocabulary.unknownID == nil)
    #expect(vocabulary.unknownCount == nil)
    for (id, unit) in expected.enumerated() {
      #expect(vocabulary.id(of: unit) == TokenID(id))
      #expect(vocabulary.bytes(of: TokenID(id)) == Array(unit.utf8))
    }
  }

  @Test func theOrderOfTheTextDoesNotMatter() throws {
    var generator = SplitMix64(seed: 5)
    let characters = Array("the order of 日本語 in the text 😀 does not matter")
    let expected = try vocabulary(of: String(characters))
    for _ in 0..<5 {
      #expect(try vocabulary(of: String(characters.shuffled(using: &generator))) == expected)
    }
    let entries = expected.entries.shuffled(using: &generator)
    #expect(Vocabulary(unit: .grapheme, entries: entries) == expected)
  }

  @Test func equalityIsBySpellingAndCount() {
    func vocabulary(_ unit: String, _ count: Int, unknownCount: Int? = nil) -> Vocabulary {
      Vocabulary(unit: .grapheme, entries: [.init(bytes: Array(unit.utf8), count: count)], unknownCount: unknownCount)
    }
    #expect(vocabulary("\u{E9}", 1) == vocabulary("\u{E9}", 1))
    #expect(vocabulary("\u{E9}", 1) != vocabulary("e\u{301}", 1))
    #expect(vocabulary("\u{E9}", 1) != vocabulary("\u{E9}", 2))
    #expect(vocabulary("\u{E9}", 1) != vocabulary("\u{E9}", 1, unknownCount: 0))
  }

  @Test func rareUnitsShareTheLastToken() throws {
    let found = try corpus(Array("aabbbcdd\u{E9}a".utf8), options: CorpusOptions(minimumCount: 2))
    let vocabulary = found.tokenizer.vocabulary
    #expect(vocabulary.entries.map(\.bytes) == ["a", "b", "d"].map { Array($0.utf8) })
    #expect(vocabulary.counts == [3, 3, 2, 2])
    #expect(vocabulary.count == 4)
    #expect(vocabulary.unknownID == 3)
    #expect(vocabulary.bytes(of: 3).isEmpty)
    #expect(vocabulary.name(of: 3) == "<unknown>")
    #expect(vocabulary.id(of: "c") == nil)
    #expect(found.corpus.tokens == [0, 0, 1, 1, 1, 3, 2, 2, 3, 0])
    #expect(found.tokenizer.decode(found.corpus.tokens) == "aabbb\u{FFFD}dd\u{FFFD}a")
    #expect(found.report.unitCount == 10)
    #expect(found.report.rareUnitCount == 2)
    #expect(found.report.rareOccurrenceCount == 2)
  }

  @Test func nothingRareMeansNoUnknownToken() throws {
    let vocabulary = try vocabulary(of: "abab", CorpusOptions(minimumCount: 2))
    #expect(vocabulary.count == 2)
    #expect(vocabulary.unknownID == nil)
  }

  @Test func bytesAreTheirOwnUnits() throws {
    let all = [UInt8](0...255)
    let vocabulary = try corpus(all.reversed() + [0xFF], options: CorpusOptions(unit: .byte)).tokenizer.vocabulary
    #expect(vocabulary.count == 256)
    #expect(vocabulary.counts == [Int](repeating: 1, count: 255) + [2])
    for byte in all {
      #expect(vocabulary.id(ofBytes: [byte]) == TokenID(byte))
      #expect(vocabulary.bytes(of: TokenID(byte)) == [byte])
    }
    #expect(vocabulary.id(of: "é") == nil)
    #expect(vocabulary.id(ofBytes: []) == nil)
  }

  private static func entry(_ text: String, _ count: Int = 1) -> Vocabulary.Entry {
    .init(bytes: Array(text.utf8), count: count)
  }

  static let defects: [(unit: TextUnit, entries: [Vocabulary.Entry], unknownCount: Int?, message: String)] = [
    (.grapheme, [entry("a"), entry("")], nil, "unit 1 is empty"),
    (.grapheme, [entry("a", -1)], nil, "unit 0 has a count of -1"),
    (.grapheme, [entry("a")], -2, "the unknown token has a count of -2"),
    (.grapheme, [.init(bytes: [0xC3], count: 1)], nil, "unit 0 is not UTF-8"),
    (.grapheme, [entry("a"), .init(bytes: [0xED, 0xA0, 0x80], count: 1)], nil, "unit 1 is not UTF-8"),
    (.codepoint, [.init(bytes: [0xFF], count: 1)], nil, "unit 0 is not UTF-8"),
    (.byte, [entry("é")], nil, "unit 0 has 2 bytes, expected 1"),
    (.codepoint, [entry("a"), entry("e\u{301}")], nil, "unit 1 has 2 code points, expected 1"),
    (.grapheme, [entry("b"), entry("a")], nil, "unit 1 is not above the one before it"),
    (.grapheme, [entry("a"), entry("b"), entry("b")], nil, "unit 2 is not above the one before it"),
  ]

  @Test(arguments: defects.indices) func defectsAreNamed(index: Int) {
    let (unit, entries, unknownCount, message) = Self.defects[index]
    #expect(Vocabulary.defect(unit: unit, entries: entries, unknownCount: unknownCount) == message)
  }

  /// 65,536 tokens are possible, the unknown one included.
  @Test func tooManyTokens() throws {
    let entries = try (0..<65_537).map { number in
      Self.entry(String(Character(try #require(Unicode.Scalar(0x1_0000 + UInt32(number))))))
    }
    func defect(_ count: Int, _ unknownCount: Int?) -> String? {
      Vocabulary.defect(unit: .codepoint, entries: Array(entries[..<count]), unknownCount: unknownCount)
    }
    #expect(defect(65_537, nil) == "65537 tokens, at most 65536 are possible")
    #expect(defect(65_536, 0) == "65537 tokens, at most 65536 are possible")
    #expect(defect(65_536, nil) == nil)
    #expect(defect(65_535, 0) == nil)
  }
}
