import FoundationEssentials
import TestSupport
import Testing
import TextEncoding

@Suite struct TokenizerTests {
  private func tokenizer(_ text: String, _ options: CorpusOptions = CorpusOptions()) throws -> Tokenizer {
    try corpus(Array(text.utf8), options: options).tokenizer
  }

  /// Decoding gives the normalised text, and the corpus holds what encoding gives.
  @Test(arguments: 1...8) func decodingGivesTheNormalizedText(seed: UInt64) throws {
    let text = SampleText.random(seed: seed, count: 500)
    for unit in [TextUnit.grapheme, .codepoint] {
      for normalization in Normalization.allCases {
        for lineEnds in LineEnds.allCases {
          let options = CorpusOptions(
            unit: unit, normalization: normalization, lineEnds: lineEnds, charset: "UTF-8")
          let comment = "\(unit), \(normalization), \(lineEnds)"
          let found = try corpus(Array(text.utf8), options: options)
          let ids = try found.tokenizer.encode(text)
          #expect(ids == found.corpus.tokens, "\(comment)")
          #expect(try found.tokenizer.encode(Array(text.utf8)) == ids, "\(comment)")
          let decoded = found.tokenizer.decode(ids)
          #expect(decoded.utf8.elementsEqual(found.tokenizer.normalized(text).utf8), "\(comment)")
          #expect(found.tokenizer.decodeBytes(ids) == Array(decoded.utf8), "\(comment)")
          if normalization == .none, lineEnds == .kept {
            #expect(decoded.utf8.elementsEqual(text.utf8), "\(comment)")
          }
        }
      }
    }
  }

  @Test(arguments: [0, 1, 255, 1000]) func bytesComeBackAsTheyAre(count: Int) throws {
    var generator = SplitMix64(seed: 3)
    let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let all = Vocabulary(unit: .byte, entries: (0...255).map { .init(bytes: [UInt8($0)], count: 1) })
    // Neither has a meaning for bytes.
    let tokenizer = Tokenizer(normalization: .nfkc, lineEnds: .unified, vocabulary: all)
    #expect(tokenizer.normalization == .none)
    #expect(tokenizer.lineEnds == .kept)
    #expect(try tokenizer.encode(bytes) == bytes.map { TokenID($0) })
    #expect(tokenizer.decodeBytes(try tokenizer.encode(bytes)) == bytes)
    let text = "\u{FEFF}e\u{301}\r\n\u{FB01}"
    #expect(tokenizer.decodeBytes(try tokenizer.encode(text)) == Array(text.utf8))
    #expect(tokenizer.normalized(text).utf8.elementsEqual(text.utf8))
  }

  @Test func textIsNormalizedAsTheCorpusWas() throws {
    let tokenizer = try tokenizer("é\n")
    #expect(try tokenizer.encode("e\u{301}\r\n\u{E9}\u{2028}") == [1, 0, 1, 0])
    #expect(throws: TextEncodingError.self) {
      try self.tokenizer("é\n", CorpusOptions(normalization: .none)).encode("e\u{301}")
    }
    #expect(try self.tokenizer("fi", CorpusOptions(normalization: .nfkc)).encode("\u{FB01}") == [0, 1])
  }

  @Test func unknownUnitsAreAnErrorWithTheirPlace() throws {
    let tokenizer = try tokenizer("ab👨‍👩‍👧‍👦\n")
    let unknown = TextEncodingError.unknownUnit(
      unit: "'é' U+00E9 LATIN SMALL LETTER E WITH ACUTE", place: TextPlace(line: 2, character: 1), known: 4)
    // Places count units: a line end of two characters is one.
    #expect(throws: unknown) { try tokenizer.encode("a👨‍👩‍👧‍👦\r\néb") }
    #expect(throws: unknown) { try tokenizer.encode(Array("a👨‍👩‍👧‍👦\r\ne\u{301}b".utf8)) }
    #expect(throws: unknown) { try tokenizer.encode(Array("a👨‍👩‍👧‍👦\r\néb".utf8), source: "text", .unknownToken) }
    let first = TextEncodingError.unknownUnit(unit: "'👨' U+1F468 MAN", place: TextPlace(), known: 4)
    #expect(throws: first) { try tokenizer.encode("👨") }
    let byte = TextEncodingError.unknownUnit(unit: "byte 0xFF", place: TextPlace(line: 1, character: 2), known: 1)
    #expect(throws: byte) { try self.tokenizer("aa", CorpusOptions(unit: .byte)).encode([0x61, 0xFF]) }
    // The second byte of Å is that of NEL, which ends no line among bytes.
    let third = TextEncodingError.unknownUnit(unit: "byte 0x7A 'z'", place: TextPlace(line: 1, character: 3), known: 2)
    #expect(throws: third) { try self.tokenizer("ÅÅ", CorpusOptions(unit: .byte)).encode([0xC3, 0x85, 0x7A]) }
  }

  @Test func unknownUnitsAreSkipped() throws {
    let tokenizer = try tokenizer("abc")
    #expect(try tokenizer.encode("xaybé👨‍👩‍👧‍👦c", unknown: .skip) == [0, 1, 2])
    #expect(try tokenizer.encode(Array("xyz".utf8), unknown: .skip).isEmpty)
  }

  @Test func unknownUnitsBecomeTheUnknownToken() throws {
    let tokenizer = try tokenizer("aabbc", CorpusOptions(minimumCount: 2))
    let encoded = try tokenizer.encode(Array("acxb".utf8), source: "text", .unknownToken)
    #expect(encoded.ids == [0, 2, 2, 1])
    #expect(encoded.unknown.count == 2)
    #expect(tokenizer.decode(encoded.ids) == "a\u{FFFD}\u{FFFD}b")
    // Encoding never makes the unknown token.
    #expect(throws: TextEncodingError.self) { try tokenizer.encode("ac") }
    #expect(try tokenizer.encode("acb", unknown: .skip) == [0, 1])
  }

  @Test func theUnknownByteGivesNothing() throws {
    let tokenizer = try tokenizer("aabbc", CorpusOptions(unit: .byte, minimumCount: 2))
    let encoded = try tokenizer.encode([0x61, 0xFF, 0x62], source: "text", .unknownToken)
    #expect(encoded.ids == [0, 2, 1])
    #expect(encoded.unknown.count == 1)
    #expect(tokenizer.decodeBytes(encoded.ids) == Array("ab".utf8))
  }

  @Test func malformedTextIsAnError() throws {
    let tokenizer = try tokenizer("ab")
    let error = TextEncodingError.malformed(source: "seed", charset: "UTF-8", byteOffset: 2, bytes: [0xFF])
    #expect(throws: error) { try tokenizer.encode([0x61, 0x62, 0xFF], source: "seed") }
    #expect(throws: error) { try tokenizer.encode([0x61, 0x62, 0xFF], source: "seed", .unknownToken) }
  }

  @Test func nothingGivesNothing() throws {
    let tokenizer = try tokenizer("ab")
    #expect(try tokenizer.encode("").isEmpty)
    #expect(try tokenizer.encode([UInt8]()).isEmpty)
    #expect(tokenizer.decode([]).isEmpty)
  }

  @Test func theTokenizerComesBackFromJSON() throws {
    let all = [
      CorpusOptions(charset: "UTF-8"), CorpusOptions(normalization: .none, charset: "UTF-8"),
      CorpusOptions(unit: .codepoint, normalization: .nfkc, lineEnds: .kept, charset: "UTF-8", minimumCount: 2),
      CorpusOptions(unit: .byte),
    ]
    for options in all {
      let text = SampleText.random(seed: 9, count: 200)
      let tokenizer = try tokenizer(text, options)
      let json = try JSONEncoder().encode(tokenizer)
      let read = try JSONDecoder().decode(Tokenizer.self, from: json)
      #expect(read == tokenizer)
      #expect(try read.encode(text, unknown: .skip) == tokenizer.encode(text, unknown: .skip))
    }
  }
}
