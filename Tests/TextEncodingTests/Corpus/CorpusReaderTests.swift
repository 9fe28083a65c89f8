import Testing
import TextEncoding

@Suite struct CorpusReaderTests {
  /// What stands on the border of two blocks, and how many of its bytes come before it.
  static let onBorders: [(text: String, cut: Int)] = [
    ("👨‍👩‍👧‍👦", 3), ("👨‍👩‍👧‍👦", 4), ("👨‍👩‍👧‍👦", 7), ("e\u{301}", 1), ("\r\n", 1), ("é", 1),
  ]

  /// One file has all the borders, with blocks of `a` between them.
  @Test func blocksDoNotShow() throws {
    var bytes: [UInt8] = []
    for (index, (text, cut)) in Self.onBorders.enumerated() {
      bytes += [UInt8](repeating: 0x61, count: (index + 1) * TextBlocks.blockSize - cut - bytes.count)
      bytes += Array(text.utf8)
    }
    bytes += [0x62]
    let found = try corpus(bytes)
    #expect(found.report.sources[0].byteCount == bytes.count)
    // The line feed, a, b, é once for both spellings, and the family.
    let units = ["\n", "a", "b", "é", "👨‍👩‍👧‍👦"].map { Array($0.utf8) }
    #expect(found.tokenizer.vocabulary.entries.map(\.bytes) == units)
    #expect(found.corpus.tokens.filter { $0 != 1 } == [4, 4, 4, 3, 0, 3, 2])
    #expect(found.corpus.tokens == (try found.tokenizer.encode(bytes)))
  }

  /// Malformed bytes across the border: those before it, those after it.
  @Test(arguments: [1, 2, 3]) func malformedBytesOnABorder(cut: Int) throws {
    let start = TextBlocks.blockSize - cut
    let bytes = [UInt8](repeating: 0x61, count: start) + [0xF0, 0x9F, 0x98, 0x62, 0xFF]
    for charset in ["UTF-8", nil] {
      try withFiles([bytes]) { sources in
        let error = TextEncodingError.malformed(
          source: sources[0].description, charset: "UTF-8", byteOffset: start, bytes: [0xF0, 0x9F, 0x98])
        #expect(throws: error, "\(charset ?? "detected")") {
          try TokenizedCorpus.build(from: sources, options: CorpusOptions(charset: charset))
        }
      }
    }
    let replaced = try corpus(bytes, options: CorpusOptions(malformed: .replace))
    #expect(replaced.report.sources[0].replacedCount == 2)
    #expect(replaced.tokenizer.decode(replaced.corpus.tokens.suffix(4)) == "a\u{FFFD}b\u{FFFD}")
  }

  /// Here the decoder reads bytes again that it had taken from the block before.
  @Test func malformedBytesThatAreReadAgain() throws {
    let start = TextBlocks.blockSize - 3
    let bytes = [UInt8](repeating: 0x61, count: start) + [0x81, 0x30, 0x81, 0x41]
    try withFiles([bytes]) { sources in
      let error = TextEncodingError.malformed(
        source: sources[0].description, charset: "GB18030", byteOffset: start, bytes: [0x81])
      #expect(throws: error) {
        try TokenizedCorpus.build(from: sources, options: CorpusOptions(charset: "GB18030"))
      }
    }
  }

  /// A file may end exactly with a block.
  @Test(arguments: [-1, 0, 1]) func sizesAroundABlock(more: Int) throws {
    let bytes = [UInt8](repeating: 0x61, count: TextBlocks.blockSize - 2 + more) + Array("é".utf8)
    for unit in [TextUnit.grapheme, .byte] {
      let found = try corpus(bytes, options: CorpusOptions(unit: unit))
      #expect(found.corpus.count == (unit == .byte ? bytes.count : bytes.count - 1))
      #expect(
        found.tokenizer.decodeBytes(found.corpus.tokens(found.corpus.count - 3..<found.corpus.count)).suffix(2)
          == Array("é".utf8))
      #expect(found.report.sources[0].byteCount == bytes.count)
    }
  }

  @Test func progressTellsTheBytesOfAllFiles() throws {
    let sizes = [TextBlocks.blockSize + 7, 0, 3]
    var calls: [[Int?]] = []
    try withFiles(sizes.map { [UInt8](repeating: 0x61, count: $0) }) { sources in
      _ = try TokenizedCorpus.build(from: sources, options: CorpusOptions(unit: .byte)) { calls.append([$0, $1]) }
    }
    let total = sizes.reduce(0, +)
    #expect(calls == [[TextBlocks.blockSize, total], [total - 3, total], [total - 3, total], [total, total]])
  }
}
