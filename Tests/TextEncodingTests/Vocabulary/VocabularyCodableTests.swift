import FoundationEssentials
import TestSupport
import Testing
import TextEncoding

@Suite struct VocabularyCodableTests {
  private func encoded(_ vocabulary: Vocabulary) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(vocabulary), as: UTF8.self)
  }

  private func decoded(_ json: String) throws -> Vocabulary {
    try JSONDecoder().decode(Vocabulary.self, from: Data(json.utf8))
  }

  @Test func literalJSON() throws {
    let text = Vocabulary(
      unit: .grapheme, entries: [.init(bytes: Array("é".utf8), count: 2), .init(bytes: [0x61], count: 7)],
      unknownCount: 3)
    #expect(try encoded(text) == #"{"counts":[7,2],"unit":"grapheme","units":["a","é"],"unknownCount":3}"#)
    #expect(try decoded(#"{"units":["a","\u00e9"],"counts":[7,2],"unknownCount":3,"unit":"grapheme"}"#) == text)
    let bytes = Vocabulary(unit: .byte, entries: [.init(bytes: [0], count: 1), .init(bytes: [255], count: 9)])
    #expect(try encoded(bytes) == #"{"counts":[1,9],"unit":"byte","units":[0,255]}"#)
    #expect(try decoded(#"{"counts":[1,9],"unit":"byte","units":[0,255],"unknownCount":null}"#) == bytes)
  }

  /// Controls, quotation marks, byte order marks, noncharacters, both spellings, pairs of surrogates.
  private func units(_ unit: TextUnit) throws -> Set<[UInt8]> {
    if unit == .byte { return Set((0...255).map { [UInt8($0)] }) }
    let rare: [UInt32] = [0x2028, 0xD7FF, 0xE000, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF, 0x1_0000, 0x10_FFFF]
    var units: Set<[UInt8]> = []
    for value in Array(0...0x2FF) + rare { units.insert(Array(Character(try #require(Unicode.Scalar(value))).utf8)) }
    if unit == .grapheme {
      units.formUnion(["e\u{301}", "\r\n", "👨‍👩‍👧‍👦", "\u{FEFF}\u{301}"].map { Array($0.utf8) })
    }
    return units
  }

  @Test(arguments: TextUnit.allCases) func anyVocabularyComesBack(unit: TextUnit) throws {
    var generator = SplitMix64(seed: 11)
    let entries = try units(unit).map {
      Vocabulary.Entry(bytes: $0, count: Int.random(in: 0...1 << 40, using: &generator))
    }
    for unknownCount in [nil, 0, 12] {
      let vocabulary = Vocabulary(unit: unit, entries: entries, unknownCount: unknownCount)
      #expect(try decoded(try encoded(vocabulary)) == vocabulary)
    }
  }

  static let defects: [(json: String, message: String)] = [
    (#"{"unit":"grapheme","units":["a",""],"counts":[1,1]}"#, "unit 1 is empty"),
    (#"{"unit":"grapheme","units":["a"],"counts":[-1]}"#, "unit 0 has a count of -1"),
    (#"{"unit":"grapheme","units":["a"],"counts":[1],"unknownCount":-2}"#, "the unknown token has a count of -2"),
    (#"{"unit":"codepoint","units":["ab"],"counts":[1]}"#, "unit 0 has 2 code points, expected 1"),
    (#"{"unit":"codepoint","units":["\r\n"],"counts":[1]}"#, "unit 0 has 2 code points, expected 1"),
    (#"{"unit":"grapheme","units":["b","a"],"counts":[1,1]}"#, "unit 1 is not above the one before it"),
    (#"{"unit":"byte","units":[3,3],"counts":[1,1]}"#, "unit 1 is not above the one before it"),
    (#"{"unit":"grapheme","units":["a","b"],"counts":[1]}"#, "1 counts for 2 units"),
  ]

  private func expectRefused(_ json: String, _ message: String) throws {
    do {
      _ = try decoded(json)
      Issue.record("no error: \(message)")
    } catch DecodingError.dataCorrupted(let context) {
      #expect(context.debugDescription == message)
    }
  }

  @Test(arguments: defects.indices) func defectsAreRefused(index: Int) throws {
    try expectRefused(Self.defects[index].json, Self.defects[index].message)
  }

  @Test func tooManyTokensAreRefused() throws {
    let scalars = (UInt32(0x1_0000)..<0x2_0001).compactMap(Unicode.Scalar.init)
    let units = scalars.map { "\"\($0)\"" }.joined(separator: ",")
    let counts = scalars.map { _ in "1" }.joined(separator: ",")
    try expectRefused(
      #"{"unit":"codepoint","units":[\#(units)],"counts":[\#(counts)]}"#, "65537 tokens, at most 65536 are possible")
  }

  @Test(arguments: [
    #"{"unit":"word","units":["a"],"counts":[1]}"#, #"{"units":["a"],"counts":[1]}"#,
    #"{"unit":"grapheme","counts":[1]}"#, #"{"unit":"grapheme","units":["a"]}"#,
    #"{"unit":"byte","units":["a"],"counts":[1]}"#, #"{"unit":"byte","units":[256],"counts":[1]}"#,
    #"{"unit":"grapheme","units":[97],"counts":[1]}"#, #"{"unit":"grapheme","units":["a"],"counts":[1.5]}"#,
    #"{"unit":"grapheme","units":["\ud800"],"counts":[1]}"#,
  ])
  func wrongTypesAreRefused(json: String) {
    #expect(throws: DecodingError.self) { try decoded(json) }
  }
}
