import Testing
import TextEncoding

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct TokenizedCorpusBuildTests {
  private func expect(_ error: TextEncodingError, _ contents: [UInt8]..., options: CorpusOptions = CorpusOptions()) {
    #expect(throws: error) { try withFiles(contents) { try TokenizedCorpus.build(from: $0, options: options) } }
  }

  private func expectEmpty(_ contents: [UInt8]..., options: CorpusOptions = CorpusOptions()) throws {
    try withFiles(contents) { sources in
      let names = sources.map(\.description).joined(separator: ", ")
      #expect(throws: TextEncodingError.emptyText(source: names)) {
        try TokenizedCorpus.build(from: sources, options: options)
      }
    }
  }

  static let joined: [(contents: [String], units: [String])] = [
    (["one", "two"], ["o", "n", "e", "\n", "t", "w", "o"]),
    (["a\n", "b\n", "c"], ["a", "\n", "b", "\n", "c"]),
    (["a", "\nb", "\u{2028}c"], ["a", "\n", "b", "\n", "c"]),
    (["e", "\u{301}"], ["e", "\n", "\u{301}"]),
    (["👨\u{200D}", "👩"], ["👨\u{200D}", "\n", "👩"]),
    (["a\r", "\nb"], ["a", "\n", "b"]),
    (["a\r", "", "\nb"], ["a", "\n", "b"]),
    (["\u{FEFF}a", "", "\u{FEFF}b", ""], ["a", "\n", "b"]),
    (["", "a"], ["a"]),
  ]

  /// Files are joined by lines, with a line end where there is none between them. Each loses its byte order mark.
  @Test(arguments: joined.indices) func filesAreOneText(index: Int) throws {
    let (contents, units) = Self.joined[index]
    try withFiles(contents.map { Array($0.utf8) }) { sources in
      let (tokenizer, corpus, report) = try TokenizedCorpus.build(from: sources, options: CorpusOptions())
      #expect(corpus.tokens.map { tokenizer.vocabulary.bytes(of: $0) } == units.map { Array($0.utf8) })
      #expect(report.sources.map(\.name) == sources.map(\.description))
      #expect(report.sources.map(\.byteCount) == contents.map(\.utf8.count))
      #expect(report.unitCount == units.count)
    }
  }

  /// Files that lack a line end before the next are named, and nothing that is in no file is put into texts that keep their
  /// line ends, into bytes, or into the tokens of a vocabulary without LF.
  @Test func lineEndsThatAreMissingAreNamed() throws {
    let contents = ["one", "", "two\n", "three", "four"].map { Array($0.utf8) }
    try withFiles(contents) { sources in
      let lines = try TokenizedCorpus.build(from: sources, options: CorpusOptions())
      #expect(lines.tokenizer.decode(lines.corpus.tokens) == "one\ntwo\nthree\nfour")
      #expect(lines.report.sources.map(\.lacksLineEnd) == [true, false, false, true, false])
      let again = try TokenizedCorpus.build(from: sources, tokenizer: lines.tokenizer)
      #expect(again.corpus.tokens == lines.corpus.tokens && again.report.sources == lines.report.sources)
      for options in [CorpusOptions(lineEnds: .kept), CorpusOptions(unit: .byte)] {
        let joined = try TokenizedCorpus.build(from: sources, options: options)
        #expect(joined.tokenizer.decode(joined.corpus.tokens) == "onetwo\nthreefour")
        #expect(!joined.report.sources.contains { $0.lacksLineEnd })
      }
    }
    let tokenizer = try corpus(Array("ab".utf8)).tokenizer
    try withFiles([Array("a".utf8), Array("b".utf8)]) { sources in
      let joined = try TokenizedCorpus.build(from: sources, tokenizer: tokenizer)
      #expect(joined.corpus.tokens == [0, 1])
    }
  }

  /// As `cat` joins them, a letter has its accent, and a CR its LF, in the next file, or behind empty ones.
  @Test func charactersGoOnInTheNextFile() throws {
    for (contents, units) in [
      (["cafe", "\u{301}s"], ["c", "a", "f", "\u{E9}", "s"]), (["e", "", "\u{301}"], ["\u{E9}"]),
      (["x", "\u{302}"], ["x\u{302}"]), (["👨\u{200D}", "👩"], ["👨\u{200D}👩"]), (["\u{1100}", "\u{1161}"], ["\u{AC00}"]),
      (["a\r", "\nb"], ["a", "\r\n", "b"]), (["ab", "cd"], ["a", "b", "c", "d"]),
      (["a\n", "\u{301}"], ["a", "\n", "\u{301}"]),
    ] {
      try withFiles(contents.map { Array($0.utf8) }) { sources in
        let joined = try TokenizedCorpus.build(from: sources, options: CorpusOptions(lineEnds: .kept))
        let found = joined.corpus.tokens.map { joined.tokenizer.vocabulary.bytes(of: $0) }
        #expect(found == units.map { Array($0.utf8) }, "\(contents)")
      }
      let whole = try corpus(Array(contents.joined().utf8), options: CorpusOptions(lineEnds: .kept))
      #expect(whole.corpus.tokens.map { whole.tokenizer.vocabulary.bytes(of: $0) } == units.map { Array($0.utf8) })
    }
  }

  /// A character at the end of a file is that file's, and the first of the next one its first.
  @Test func placesAreThoseOfTheFileWithoutALineEnd() throws {
    let options = CorpusOptions(lineEnds: .kept)
    let tokenizer = try corpus(Array("ab".utf8), options: options).tokenizer
    try withFiles(["abz", "zab", "az"].map { Array($0.utf8) }) { sources in
      let skipped = try TokenizedCorpus.build(from: sources, tokenizer: tokenizer, skippingUnknown: true)
      let unit = "'z' U+007A LATIN SMALL LETTER Z"
      #expect(
        skipped.report.unknown.lines
          == sources.map { .init(source: $0.description, number: 1, count: 1, first: unit) })
    }
    try withFiles(["ab", "bza"].map { Array($0.utf8) }) { sources in
      let place = TextPlace(line: 1, character: 2, source: sources[1].description)
      #expect(
        throws: TextEncodingError.unknownUnit(
          unit: "'z' U+007A LATIN SMALL LETTER Z", place: place, known: 2)
      ) { try TokenizedCorpus.build(from: sources, tokenizer: tokenizer) }
    }
  }

  /// A line is counted in the file that has it, whatever ends the line before.
  @Test(arguments: ["\n", "\r\n", "\r"], [LineEnds.unified, .kept]) func placesAreThoseOfTheFile(
    end: String, lineEnds: LineEnds
  ) throws {
    let options = CorpusOptions(lineEnds: lineEnds)
    let tokenizer = try corpus(Array("ab\(end)b".utf8), options: options).tokenizer
    for last in [end, ""] {
      try withFiles(["ab\(end)ba\(last)", "b\(end)azb\(end)z", "z"].map { Array($0.utf8) }) { sources in
        let unit = "'z' U+007A LATIN SMALL LETTER Z"
        let error = TextEncodingError.unknownUnit(
          unit: unit, place: TextPlace(line: 2, character: 2, source: sources[1].description), known: 3)
        #expect(throws: error) { try TokenizedCorpus.build(from: sources, tokenizer: tokenizer) }
        let skipped = try TokenizedCorpus.build(from: sources, tokenizer: tokenizer, skippingUnknown: true)
        let (second, third) = (sources[1].description, sources[2].description)
        #expect(
          skipped.report.unknown.lines == [
            .init(source: second, number: 2, count: 1, first: unit),
            .init(source: second, number: 3, count: 1, first: unit),
            .init(source: third, number: 1, count: 1, first: unit),
          ])
        #expect(skipped.report.unknown.lineCount == 3)
      }
    }
  }

  /// Each file is in a charset of its own, and a character does not go on in the next file.
  @Test func filesAreDecodedOneByOne() throws {
    let found = try corpus(Array("é".utf8), [0xFF, 0xFE, 0xE9, 0])
    #expect(found.report.sources.map(\.charset) == ["UTF-8", "UTF-16LE"])
    #expect(found.tokenizer.decode(found.corpus.tokens) == "é\né" && found.tokenizer.vocabulary.counts == [1, 2])
    try withFiles([[0x61, 0xC3], [0xA9]]) { sources in
      let error = TextEncodingError.malformed(
        source: sources[0].description, charset: "UTF-8", byteOffset: 1, bytes: [0xC3])
      #expect(throws: error) { try TokenizedCorpus.build(from: sources, options: CorpusOptions(charset: "UTF-8")) }
      let asBytes = try TokenizedCorpus.build(from: sources, options: CorpusOptions(unit: .byte))
      #expect(asBytes.tokenizer.decodeBytes(asBytes.corpus.tokens) == [0x61, 0xC3, 0xA9])
      #expect(asBytes.report.sources.map(\.charset) == [nil, nil])
    }
  }

  @Test func nothingIsNoCorpus() throws {
    try expectEmpty([])
    try expectEmpty([], [])
    try expectEmpty([0xEF, 0xBB, 0xBF])
    try expectEmpty([], options: CorpusOptions(unit: .byte))
    #expect(throws: TextEncodingError.emptyText(source: "the corpus")) {
      try TokenizedCorpus.build(from: [], options: CorpusOptions())
    }
  }

  @Test func oneUnitIsACorpus() throws {
    let found = try corpus([0x61])
    #expect(found.corpus.tokens == [0])
  }

  @Test func allTooRare() {
    expect(.everyUnitRare(minimumCount: 3), Array("aabb".utf8), options: CorpusOptions(minimumCount: 3))
  }

  @Test func unknownCharsets() {
    expect(
      .unknownCharset(name: "utf-9", suggestions: ["UTF-7", "UTF-8"]), Array("a".utf8),
      options: CorpusOptions(charset: "utf-9"))
  }

  /// `count` distinct ideographs.
  private func ideographs(_ count: Int) -> [UInt8] {
    let scalars = Array(UInt32(0x4E00)..<0xA000) + Array(0xAC00..<0xD7A4) + Array(0x2_0000..<0x2_A6E0)
    return scalars.prefix(count).flatMap { Array(String(decoding: [$0], as: UTF32.self).utf8) }
  }

  @Test func moreUnitsThanTokens() throws {
    let largest = Vocabulary.largestCount
    #expect(largest == 65_536)
    let most = try corpus(ideographs(largest), options: CorpusOptions(unit: .codepoint))
    #expect(most.tokenizer.vocabulary.count == largest)
    #expect(most.corpus[largest - 1] == 65_535)
    expect(.vocabularyTooLarge(count: largest + 1, limit: largest), ideographs(largest + 1))
    // One too many only because of the unknown token.
    let twice = ideographs(largest) + ideographs(largest) + [0x61]
    expect(
      .vocabularyTooLarge(count: largest + 1, limit: largest), twice,
      options: CorpusOptions(unit: .codepoint, minimumCount: 2))
    let fewer = try corpus(ideographs(9) + ideographs(largest + 2), options: CorpusOptions(minimumCount: 2))
    #expect(fewer.tokenizer.vocabulary.count == 10)
    #expect(fewer.report.rareUnitCount == largest + 2 - 9)
  }

  /// Without a number, accidents of a long text share the unknown token, and the report says from which count on units are kept.
  @Test func accidentsOfALongTextAreOneToken() throws {
    let text = String((0..<300).map { Character(Unicode.Scalar(0x0400 + UInt32($0))!) })
    let long = [UInt8](repeatElement(Array(text.utf8), count: 4100).joined())
    let found = try corpus(ideographs(500), long, options: CorpusOptions(unit: .codepoint, minimumCount: nil))
    #expect(found.report.minimumCount == 2 && found.report.rareUnitCount == 501)
    // The line end between the two sources is one of them.
    #expect(found.tokenizer.vocabulary.entries.count == 300 && found.tokenizer.vocabulary.unknownCount == 501)
    let short = try corpus(
      ideographs(500), Array(text.utf8), options: CorpusOptions(unit: .codepoint, minimumCount: nil))
    #expect(short.report.minimumCount == 1 && short.tokenizer.vocabulary.unknownCount == nil)
  }

  /// What the vocabulary was made from gives the same corpus again, unknown tokens included.
  @Test(arguments: [TextUnit.grapheme, .codepoint, .byte]) func rebuildingGivesTheSameCorpus(unit: TextUnit) throws {
    let text = Array(SampleText.random(seed: 4, count: 2000).utf8)
    try withFiles([text, text.reversed().filter { $0 < 0x80 }]) { sources in
      let options = CorpusOptions(unit: unit, normalization: .nfkc, charset: "UTF-8", minimumCount: 3)
      let first = try TokenizedCorpus.build(from: sources, options: options)
      let second = try TokenizedCorpus.build(from: sources, tokenizer: first.tokenizer, charset: "UTF-8")
      #expect(first.report.rareUnitCount > 0)
      #expect(second.corpus.tokens == first.corpus.tokens)
      #expect(second.corpus.fingerprint == first.corpus.fingerprint)
      #expect(second.report.sources == first.report.sources)
      #expect(second.report.rareUnitCount == first.report.rareUnitCount)
      #expect(second.report.unknown.count == first.report.rareOccurrenceCount)
      #expect(first.report.unknown.count == 0)
    }
  }

  @Test func unitsThatTheTokenizerLacks() throws {
    let tokenizer = try corpus(Array("abc".utf8)).tokenizer
    try withFiles([Array("ab".utf8), Array("cé".utf8)]) { sources in
      let error = TextEncodingError.unknownUnit(
        unit: "'é' U+00E9 LATIN SMALL LETTER E WITH ACUTE",
        place: TextPlace(line: 1, character: 2, source: sources[1].description), known: 3)
      #expect(throws: error) { try TokenizedCorpus.build(from: sources, tokenizer: tokenizer) }
    }
    let tolerant = try corpus(Array("aabbc".utf8), options: CorpusOptions(minimumCount: 2)).tokenizer
    try withFiles([Array("abéxé".utf8)]) { sources in
      let found = try TokenizedCorpus.build(from: sources, tokenizer: tolerant)
      #expect(found.corpus.tokens == [0, 1, 2, 2, 2])
      #expect(found.report.rareUnitCount == 2)
      #expect(found.report.rareOccurrenceCount == 3)
    }
    try withFiles([[]]) { sources in
      #expect(throws: TextEncodingError.emptyText(source: sources[0].description)) {
        try TokenizedCorpus.build(from: sources, tokenizer: tolerant)
      }
    }
  }

  @Test func replacedBytesAreCountedBySource() throws {
    let found = try corpus(
      [0x61, 0xFF, 0xFF], Array("b".utf8), options: CorpusOptions(charset: "utf8", malformed: .replace))
    #expect(found.report.sources.map(\.replacedCount) == [2, 0])
    #expect(found.tokenizer.decode(found.corpus.tokens) == "a\u{FFFD}\u{FFFD}\nb")
  }
  /// In a process of its own, whose files may not grow beyond 100,000 bytes: the text is there, its tokens find no room.
  @Test func noRoomForTheTokens() async throws {
    await #expect(processExitsWith: .success) {
      try withFiles([[UInt8](repeating: 0x61, count: 200_000)]) { sources in
        signal(SIGXFSZ, SIG_IGN)
        #if canImport(Glibc)
          let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        #else
          let fileSize = RLIMIT_FSIZE
        #endif
        var limit = rlimit()
        try #require(getrlimit(fileSize, &limit) == 0)
        limit.rlim_cur = 100_000
        try #require(setrlimit(fileSize, &limit) == 0)
        setenv("TMPDIR", "/tmp", 1)
        #expect(throws: TextEncodingError.temporaryFile(path: "/tmp", reason: "File too large")) {
          try TokenizedCorpus.build(from: sources, options: CorpusOptions())
        }
      }
    }
  }

  /// Tokens of a known vocabulary stay, those that the text lacks with a count of zero.
  @Test func knownUnitsStay() throws {
    func vocabulary(_ units: [String], unknown: Int?) -> Vocabulary {
      Vocabulary(unit: .grapheme, entries: units.map { .init(bytes: Array($0.utf8), count: 9) }, unknownCount: unknown)
    }
    try withFiles([Array("abcabca".utf8)]) { sources in
      let known = vocabulary(["c", "x"], unknown: nil)
      let built = try TokenizedCorpus.build(
        from: sources, options: CorpusOptions(minimumCount: 3), keeping: known)
      let found = built.tokenizer.vocabulary
      #expect(found.entries.map { String(decoding: $0.bytes, as: UTF8.self) } == ["a", "c", "x"])
      #expect(found.counts == [3, 2, 0, 2])
      #expect(built.corpus.tokens(0..<7) == [0, 3, 1, 0, 3, 1, 0])
      #expect(built.report.rareUnitCount == 1)
      // The unknown token of a known vocabulary is one of its tokens.
      let whole = try TokenizedCorpus.build(
        from: sources, options: CorpusOptions(), keeping: vocabulary(["c"], unknown: 5))
      #expect(whole.tokenizer.vocabulary.counts == [3, 2, 2, 0])
    }
  }
}
