import Files
import TestSupport
import Testing
import TextEncoding

@Suite struct TokenizedCorpusTests {
  /// More tokens than the writer's buffer holds, not a multiple of it.
  @Test func everyTokenIsInItsPlace() throws {
    var generator = SplitMix64(seed: 21)
    let bytes = (0..<150_001).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let found = try corpus(bytes, options: CorpusOptions(unit: .byte))
    #expect(found.corpus.count == bytes.count)
    // All 256 bytes occur, so each is its own id.
    #expect(found.tokenizer.vocabulary.count == 256)
    #expect(found.corpus.tokens == bytes.map { TokenID($0) })
    for index in [0, 1, 65_535, 65_536, 131_071, 131_072, 150_000] {
      #expect(found.corpus[index] == TokenID(bytes[index]))
    }
    for range in [0..<0, 0..<1, 7..<7, 65_530..<65_541, 149_990..<150_001, 150_001..<150_001] {
      #expect(found.corpus.tokens(range) == bytes[range].map { TokenID($0) })
    }
    // The same ids, read anew with the vocabulary that is there now.
    try withFiles([bytes]) { sources in
      let again = try TokenizedCorpus.build(from: sources, tokenizer: found.tokenizer)
      #expect(again.corpus.tokens == found.corpus.tokens)
      #expect(again.corpus.fingerprint == found.corpus.fingerprint)
    }
  }

  /// Numbers of one byte, then of two, then of four: each begins after more than a buffer of narrower ones.
  @Test func numbersThatOutgrowTheirWidthKeepTheirPlaces() throws {
    let latin = (0..<140_000).map { UInt32(97 + $0 % 26) }
    let ideographs = (0..<140_000).map { UInt32(0x4E00 + $0 % 3000) }
    let rare = (0x20000..<0x2F000).map { UInt32($0) } + (0xAC00..<0xD7A4).map { UInt32($0) }
    let scalars = latin + ideographs + rare + rare + rare + latin
    for (count, least) in [(150_000, 1), (270_000, 1), (scalars.count, 4)] {
      let text = String(String.UnicodeScalarView(scalars[..<count].compactMap(Unicode.Scalar.init)))
      let found = try corpus(Array(text.utf8), options: CorpusOptions(unit: .codepoint, minimumCount: least))
      let vocabulary = found.tokenizer.vocabulary
      let ids = Dictionary(
        uniqueKeysWithValues: vocabulary.entries.enumerated().map { (String(decoding: $1.bytes, as: UTF8.self), $0) })
      let expected = text.unicodeScalars.map { ids[String($0)] ?? vocabulary.unknownID.map(Int.init) }
      #expect(found.corpus.tokens.map { Int($0) } == expected)
      #expect(found.corpus.count == count)
    }
  }

  @Test func copyingLeavesTheRestOfTheTarget() throws {
    let found = try corpus(Array("abcabc".utf8))
    var target = [TokenID](repeating: 9, count: 5)
    target.withUnsafeMutableBufferPointer { found.corpus.copyTokens(1..<4, into: $0) }
    #expect(target == [1, 2, 0, 9, 9])
  }

  /// XXH64 of the ids as little-endian UInt16.
  @Test func theFingerprintIsThatOfTheTokens() throws {
    let found = try corpus(Array("abcab".utf8))
    let bytes: [UInt8] = [0, 0, 1, 0, 2, 0, 0, 0, 1, 0]
    #expect(found.corpus.fingerprint == bytes.withUnsafeBytes { XXHash64.digest(of: $0) })
  }

  @Test func fingerprintsTellTextsApart() throws {
    let tokenizer = try corpus(Array("abc \n".utf8)).tokenizer
    func fingerprint(_ texts: String...) throws -> UInt64 {
      try withFiles(texts.map { Array($0.utf8) }) { sources in
        try TokenizedCorpus.build(from: sources, tokenizer: tokenizer).corpus.fingerprint
      }
    }
    let texts = ["abc", "acb", "ab", "abca", "cab", "a", "b", "aa", "abc\n", "abc "]
    #expect(Set(try texts.map { try fingerprint($0) }).count == texts.count)
    // Equal tokens, however they are written.
    #expect(try fingerprint("abc\n") == fingerprint("abc\r\n"))
    #expect(try fingerprint("a\nbc\n") == fingerprint("a\n", "bc\n"))
    #expect(try fingerprint("a\nbc\n") == fingerprint("a", "bc\n"))
    #expect(try fingerprint("abc\n") == fingerprint("\u{FEFF}abc\u{2028}"))
  }
}
