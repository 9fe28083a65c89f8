import Testing
import TextEncoding

@Suite struct CharsetDetectorTests {
  /// A text, the charset it is written in, and the name under which it is found.
  struct Example: CustomTestStringConvertible {
    let title: String
    let charset: String
    let found: String
    var testDescription: String { "\(title) in \(charset)" }

    init(_ title: String, _ charset: String, found: String? = nil) {
      self.title = title
      self.charset = charset
      self.found = found ?? charset
    }

    var text: String { title == "Deutsch" ? CharsetDetectorTests.german : SampleText.section(title) }
  }

  /// With the quotation marks and the euro that ISO 8859-1 lacks.
  private static let german = """
    „Größe ist relativ“, sagte der Bäcker und zählte die Brötchen für drei Euro (3 €) – übrig blieben fünf.
    Die Katze schläft hinter dem Ofen; draußen weht ein kühler Wind über die Dächer.
    Wer hat den Brief geschrieben? Das weiß niemand, aber die Marke klebt verkehrt herum.

    """

  static let examples = [
    Example("Русский", "KOI8-R"), Example("Русский", "windows-1251"), Example("Русский", "ISO-8859-5"),
    Example("日本語", "Shift_JIS"), Example("日本語", "EUC-JP"), Example("日本語", "ISO-2022-JP"),
    Example("中文", "GB18030"), Example("中文", "GBK", found: "GB18030"),
    Example("한국어", "EUC-KR"), Example("한국어", "ISO-2022-KR"),
    Example("Deutsch", "windows-1252"), Example("Türkçe", "windows-1254"),
    Example("Türkçe", "ISO-8859-9", found: "windows-1254"), Example("Ελληνικά", "ISO-8859-7", found: "windows-1253"),
    Example("עברית", "windows-1255"),
  ]

  private func expect(_ bytes: [UInt8], _ charset: String, giving text: String, _ comment: String) throws {
    let found = try corpus(bytes)
    #expect(found.report.sources.map(\.charset) == [charset], "\(comment)")
    // Marks within the text go, too.
    let scalars = text.unicodeScalars.filter { $0.value != 0xFEFF }
    let expected = normalizedText(String(String.UnicodeScalarView(scalars)), normalization: .nfc, lineEnds: .unified)
    #expect(found.tokenizer.decodeBytes(found.corpus.tokens) == Array(expected.utf8), "\(comment)")
  }

  @Test(arguments: examples) func textsInOldCharsets(example: Example) throws {
    try Iconv.require(example.charset)
    let bytes = try Iconv.bytes(example.text, in: example.charset)
    try expect(bytes, example.found, giving: example.text, example.testDescription)
  }

  @Test(arguments: ["UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"]) func wideTextsWithoutAMark(charset: String) throws
  {
    for (title, text) in SampleText.sections {
      let bytes = wide(text, charset)
      try expect(bytes, charset, giving: text, title)
      // Cut off within a character.
      try expectMalformed(bytes.dropLast(), charset)
    }
  }

  private func expectMalformed(_ bytes: [UInt8], _ charset: String) throws {
    do {
      _ = try corpus(bytes)
      Issue.record("a cut text in \(charset) was read")
    } catch let error as TextEncodingError {
      guard case .malformed(_, charset, _, _) = error else { throw error }
    }
  }

  static let marks: [(charset: String, bytes: [UInt8])] = [
    ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-16LE", [0xFF, 0xFE]), ("UTF-16BE", [0xFE, 0xFF]),
    ("UTF-32LE", [0xFF, 0xFE, 0, 0]), ("UTF-32BE", [0, 0, 0xFE, 0xFF]), ("GB18030", [0x84, 0x31, 0x95, 0x33]),
  ]

  /// In GB18030.
  private static let markedTexts: [String: [UInt8]] = [
    "a": [0x61], "日": [0xC8, 0xD5],
    "é\u{FEFF}😀 b": [0xA8, 0xA6, 0x84, 0x31, 0x95, 0x33, 0x94, 0x39, 0xFC, 0x36, 0x20, 0x62],
  ]

  /// The mark decides, also where the text has nothing to tell by, and is no part of the text.
  @Test(arguments: marks.indices) func byteOrderMarks(index: Int) throws {
    let (charset, mark) = Self.marks[index]
    for text in Self.markedTexts.keys { try expect(mark + wide(text, charset), charset, giving: text, text) }
    #expect(throws: TextEncodingError.self) { try corpus(mark) }
  }

  /// `text` in a Unicode charset.
  private func wide(_ text: String, _ charset: String) -> [UInt8] {
    switch charset {
    case "UTF-8": Array(text.utf8)
    case "UTF-16LE": text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case "UTF-16BE": text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    case "UTF-32LE": text.unicodeScalars.flatMap { withUnsafeBytes(of: $0.value.littleEndian, Array.init) }
    case "GB18030": Self.markedTexts[text] ?? []
    case "UTF-32BE": text.unicodeScalars.flatMap { withUnsafeBytes(of: $0.value.bigEndian, Array.init) }
    default: preconditionFailure("\(charset) is not expected here")
    }
  }

  @Test func plainTextIsUTF8() throws {
    try expect(Array("plain\n".utf8), "UTF-8", giving: "plain\n", "ASCII")
    // Terminal colours, a form feed, a backspace and the end mark of CP/M occur in texts.
    try expect(
      Array("\u{1B}[1mb\u{1B}[0m\u{C}\u{8}\u{1A}".utf8), "UTF-8", giving: "\u{1B}[1mb\u{1B}[0m\u{C}\u{8}\u{1A}",
      "controls")
  }

  /// A stray byte in UTF-8 must not turn the whole text into something else.
  @Test func damagedUTF8StaysUTF8() throws {
    for title in ["Русский", "Tiếng Việt", "日本語", "English"] {
      var bytes = Array(SampleText.section(title).utf8)
      let place = try #require(bytes.firstIndex(of: 0x0A))
      bytes[place] = 0xFF
      try withFiles([bytes]) { sources in
        let error = TextEncodingError.malformed(
          source: sources[0].description, charset: "UTF-8", byteOffset: place, bytes: [0xFF])
        #expect(throws: error, "\(title)") { try TokenizedCorpus.build(from: sources, options: CorpusOptions()) }
      }
    }
  }

  static let binary: [(name: String, bytes: [UInt8], offset: Int)] = [
    ("an executable", [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0, 1, 0, 0, 0], 7),
    ("a NUL late in a text", Array("word ".utf8) + [0] + Array("word".utf8), 5),
    ("control characters", Array("word".utf8) + [1, 2, 3, 4], 4),
    ("high bytes and controls", [0x89, 0x50, 0x4E, 0x47, 1, 0x8F, 2, 0xFF], 4),
  ]

  /// Two bytes of an 8-bit text make an ideograph, so nearly all of it would pass for UTF-16.
  @Test(.enabled(if: Iconv.knows("KOI8-R", "windows-1252"), "iconv lacks 8-bit charsets"), arguments: [100, 101])
  func aStrayNULMakesNoUTF16(place: Int) throws {
    for (title, charset) in [("English", "UTF-8"), ("Русский", "UTF-8"), ("中文", "UTF-8"), ("Русский", "KOI8-R")] {
      var bytes = try Iconv.bytes(SampleText.section(title), in: charset)
      bytes.insert(0, at: place)
      try withFiles([bytes]) { sources in
        let error = TextEncodingError.binary(source: sources[0].description, byteOffset: place)
        #expect(throws: error, "\(title) in \(charset)") {
          try TokenizedCorpus.build(from: sources, options: CorpusOptions())
        }
      }
    }
  }

  @Test(arguments: binary.indices) func whatIsNoText(index: Int) throws {
    let (name, bytes, offset) = Self.binary[index]
    try withFiles([bytes]) { sources in
      let error = TextEncodingError.binary(source: sources[0].description, byteOffset: offset)
      #expect(throws: error, "\(name)") { try TokenizedCorpus.build(from: sources, options: CorpusOptions()) }
      // Named, any charset is tried, and bytes are always bytes.
      let asBytes = try TokenizedCorpus.build(from: sources, options: CorpusOptions(unit: .byte))
      #expect(asBytes.tokenizer.decodeBytes(asBytes.corpus.tokens) == bytes, "\(name)")
      let named = try TokenizedCorpus.build(
        from: sources, options: CorpusOptions(unit: .codepoint, charset: "ISO-8859-1"))
      #expect(named.corpus.count == bytes.count, "\(name)")
    }
  }

  /// After a whole block of ASCII the charset is still open; a NUL there is no sign of UTF-16 any more.
  @Test(.enabled(if: Iconv.knows("KOI8-R"), "iconv does not know KOI8-R")) func theCharsetMayShowLate() throws {
    let ascii = [UInt8](repeating: 0x61, count: TextBlocks.blockSize + 5)
    let text = SampleText.section("Русский")
    let found = try corpus(ascii + (try Iconv.bytes(text, in: "KOI8-R")))
    #expect(found.report.sources[0].charset == "KOI8-R")
    #expect(found.tokenizer.decode(found.corpus.tokens(ascii.count..<found.corpus.count)).utf8.elementsEqual(text.utf8))
    try withFiles([ascii + [0, 0x61]]) { sources in
      let error = TextEncodingError.binary(source: sources[0].description, byteOffset: ascii.count)
      #expect(throws: error) { try TokenizedCorpus.build(from: sources, options: CorpusOptions()) }
    }
  }

  /// The detector looks at 64 KB, which end within a character for one of two neighbouring lengths. In both
  /// charsets the text makes half sense in another of two bytes a character.
  @Test(arguments: [("日本語", "EUC-JP"), ("中文", "GB18030")], [0, 1])
  func longTextsInWideCharsets(text: (title: String, charset: String), shift: Int) throws {
    try Iconv.require(text.charset)
    let section = SampleText.section(text.title)
    let long = String(repeating: "x", count: shift) + String(repeating: section, count: 70_000 / section.utf16.count)
    let bytes = try Iconv.bytes(long, in: text.charset)
    #expect((65_536 + 1024..<TextBlocks.blockSize).contains(bytes.count))
    try expect(bytes, text.charset, giving: long, "\(text.title), \(shift)")
  }
}
