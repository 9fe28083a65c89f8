import Foundation
import Testing
import TextEncoding

@Suite struct TokenizerTests {
  /// A file with these bytes, removed afterwards.
  private func withFile<Result>(_ bytes: some Sequence<UInt8>, _ body: (TextSource) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(.file(path))
  }

  private static let text = "Cafe\u{301} 👩‍👩‍👧 नमस्ते\r\nצָהֳרַיִם\rend\u{2028}"
  private static let normalized = "Caf\u{E9} 👩‍👩‍👧 नमस्ते\nצָהֳרַיִם\nend\n"

  @Test(arguments: [TextUnit.grapheme, .codepoint]) func decodingGivesTheNormalisedText(unit: TextUnit) throws {
    try withFile(Self.text.utf8) { source in
      let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [source], options: CorpusOptions(unit: unit))
      let decoded = tokenizer.decodeBytes((0..<corpus.count).map { corpus[$0] })
      #expect(decoded == Array(Self.normalized.precomposedStringWithCanonicalMapping.utf8))
      let tokens = try tokenizer.encode(Self.text)
      #expect(tokens == (0..<corpus.count).map { corpus[$0] })
    }
  }

  @Test func bytesComeBackAsTheyWere() throws {
    let bytes = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try withFile(bytes) { source in
      let (tokenizer, corpus, _) = try TokenizedCorpus.build(
        from: [source], options: CorpusOptions(unit: .byte, normalization: .none, lineEnds: .kept))
      #expect(tokenizer.vocabulary.count == 256)
      #expect(tokenizer.decodeBytes((0..<corpus.count).map { corpus[$0] }) == bytes)
    }
  }

  @Test func malformedBytesAreFoundOrReplaced() throws {
    let bytes = Array("Привет, ".utf8) + [0xFF] + Array("мир".utf8)
    try withFile(bytes) { source in
      #expect(throws: TextEncodingError.self) { try TokenizedCorpus.build(from: [source], options: CorpusOptions()) }
      let built = try TokenizedCorpus.build(from: [source], options: CorpusOptions(malformed: .replace))
      #expect(built.report.sources.map(\.replacedCount) == [1])
      #expect(built.tokenizer.decode((0..<built.corpus.count).map { built.corpus[$0] }) == "Привет, \u{FFFD}мир")
    }
  }

  @Test func unknownUnitsAreNamedOrSkipped() throws {
    try withFile("abc abc".utf8) { source in
      let tokenizer = try TokenizedCorpus.build(from: [source], options: CorpusOptions()).tokenizer
      #expect(throws: TextEncodingError.self) { try tokenizer.encode("aá") }
      let skipped = try tokenizer.encode("aáb", unknown: .skip)
      #expect(tokenizer.decode(skipped) == "ab")
    }
  }
}
