import Testing
import TextEncoding

@Suite struct TextDecoderTests {
  struct Malformed: CustomTestStringConvertible {
    let charset: String
    let bytes: [UInt8]
    let offset: Int
    let bad: [UInt8]
    /// The text with every malformed sequence replaced.
    let replaced: String
    let replacedCount: Int
    var testDescription: String { "\(charset) \(bytes)" }

    init(_ charset: String, _ bytes: [UInt8], at offset: Int, _ bad: [UInt8], _ replaced: String, _ count: Int = 1) {
      self.charset = charset
      self.bytes = bytes
      self.offset = offset
      self.bad = bad
      self.replaced = replaced
      replacedCount = count
    }
  }

  /// What follows the first malformed byte is taken up again as soon as it can begin a character.
  static let malformed = [
    Malformed("UTF-8", [0x61, 0xFF, 0x62], at: 1, [0xFF], "a\u{FFFD}b"),
    Malformed("UTF-8", [0x61, 0x80], at: 1, [0x80], "a\u{FFFD}"),
    Malformed("UTF-8", [0x61, 0xE2, 0x82], at: 1, [0xE2, 0x82], "a\u{FFFD}"),
    Malformed("UTF-8", [0xE2, 0x28, 0xE2, 0x82, 0xAC], at: 0, [0xE2], "\u{FFFD}(€"),
    Malformed("UTF-8", [0xC3, 0xA1, 0xF0, 0x9F, 0x98, 0x41], at: 2, [0xF0, 0x9F, 0x98], "á\u{FFFD}A"),
    Malformed("UTF-8", [0xC0, 0xAF], at: 0, [0xC0], "\u{FFFD}\u{FFFD}", 2),
    Malformed("UTF-8", [0x61, 0xED, 0xA0, 0x80], at: 1, [0xED], "a\u{FFFD}\u{FFFD}\u{FFFD}", 3),
    Malformed("UTF-8", [0xF4, 0x90, 0x80, 0x80], at: 0, [0xF4], "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", 4),
    Malformed("UTF-16LE", [0x61, 0, 0x3D, 0xD8, 0x62, 0], at: 2, [0x3D, 0xD8], "a\u{FFFD}b"),
    Malformed("UTF-16LE", [0x61, 0, 0, 0xDC, 0x62, 0], at: 2, [0, 0xDC], "a\u{FFFD}b"),
    Malformed("UTF-16LE", [0x61, 0, 0x62], at: 2, [0x62], "a\u{FFFD}"),
    Malformed("UTF-16LE", [0x61, 0, 0x3D, 0xD8], at: 2, [0x3D, 0xD8], "a\u{FFFD}"),
    Malformed("UTF-16BE", [0, 0x61, 0xD8, 0x3D, 0, 0x62, 0, 0x63], at: 2, [0xD8, 0x3D], "a\u{FFFD}bc"),
    Malformed("UTF-32LE", [0x61, 0, 0, 0, 0, 0, 0x11, 0, 0x62, 0, 0, 0], at: 4, [0, 0, 0x11, 0], "a\u{FFFD}b"),
    Malformed("UTF-32BE", [0, 0, 0, 0x61, 0, 0, 0xD8, 0], at: 4, [0, 0, 0xD8, 0], "a\u{FFFD}"),
    Malformed("US-ASCII", [0x61, 0xE9, 0x62], at: 1, [0xE9], "a\u{FFFD}b"),
    Malformed("windows-1253", [0xE1, 0xD2, 0xE1], at: 1, [0xD2], "α\u{FFFD}α"),
    Malformed("Shift_JIS", [0x82, 0xA0, 0x82, 0x20, 0x82, 0xA0], at: 2, [0x82], "あ\u{FFFD} あ"),
    Malformed("EUC-JP", [0xA4, 0xA2, 0x8F, 0xA2, 0x41, 0x42], at: 2, [0x8F], "あ\u{FFFD}\u{FFFD}AB", 2),
    Malformed("EUC-KR", [0xB0, 0xA1, 0xB0, 0x20, 0x61], at: 2, [0xB0], "가\u{FFFD} a"),
    Malformed("GB18030", [0xD6, 0xD0, 0x81, 0x30, 0x81, 0x41, 0x61], at: 2, [0x81], "中\u{FFFD}0丄a"),
    Malformed("GB18030", [0xD6, 0xD0, 0x81, 0x30], at: 2, [0x81, 0x30], "中\u{FFFD}"),
    Malformed("Big5", [0xA4, 0xA4, 0xA4, 0x20], at: 2, [0xA4], "中\u{FFFD} "),
    Malformed("ISO-2022-JP", [0x1B, 0x24, 0x42, 0x24, 0x22, 0x24], at: 5, [0x24], "あ\u{FFFD}"),
    // A trail surrogate alone, then a lead before an ordinary character, then one at the end.
    Malformed("CESU-8", [0x61, 0xED, 0xB0, 0x80, 0x62], at: 1, [0xED, 0xB0, 0x80], "a\u{FFFD}b"),
    Malformed("CESU-8", [0x61, 0xED, 0xA0, 0xBD, 0x62], at: 1, [0xED, 0xA0, 0xBD], "a\u{FFFD}b"),
    Malformed("CESU-8", [0x61, 0xED, 0xA0, 0xBD], at: 1, [0xED, 0xA0, 0xBD], "a\u{FFFD}"),
    Malformed(
      "CESU-8", [0xED, 0xA0, 0xBD, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80], at: 0, [0xED, 0xA0, 0xBD], "\u{FFFD}😀"),
    Malformed("CESU-8", [0xED, 0xA0, 0xBD, 0xE2, 0x41], at: 0, [0xED, 0xA0, 0xBD], "\u{FFFD}\u{FFFD}A", 2),
    Malformed("UTF-7", Array("a+2D0-b".utf8), at: 1, Array("+2D0".utf8), "a\u{FFFD}b"),
  ]

  @Test(arguments: malformed) func malformedBytesAreAnErrorWithTheirPlace(example: Malformed) {
    let error = TextEncodingError.malformed(
      source: "sample", charset: example.charset, byteOffset: example.offset, bytes: example.bad)
    for cut in cuts(example.bytes) + [example.bytes.map { [$0] }] {
      #expect(throws: error, "\(cut)") { try decoded(cut, charset: example.charset) }
    }
  }

  @Test(arguments: malformed) func malformedBytesAreReplacedAndCounted(example: Malformed) throws {
    for cut in cuts(example.bytes) + [example.bytes.map { [$0] }] {
      let (text, count) = try decoded(cut, charset: example.charset, malformed: .replace)
      #expect(text == Array(example.replaced.utf16), "\(cut)")
      #expect(count == example.replacedCount, "\(cut)")
    }
  }

  @Test(arguments: [
    ("Русский", "KOI8-R"), ("日本語", "Shift_JIS"), ("日本語", "ISO-2022-JP"), ("日本語", "EUC-JP"), ("中文", "GB18030"),
    ("Emoji", "GB18030"), ("한국어", "EUC-KR"), ("Tiếng Việt", "UTF-16LE"), ("Emoji", "UTF-16BE"), ("Emoji", "UTF-32LE"),
    ("Emoji", "UTF-8"), ("العربية", "UTF-8"), ("Emoji", "UTF-7"),
  ])
  func wholeTextsInEveryTwoPieces(title: String, charset: String) throws {
    try Iconv.require(charset)
    let text = SampleText.section(title)
    let bytes = try Iconv.bytes(text, in: charset)
    for cut in cuts(bytes) {
      #expect(try decoded(cut, charset: charset).text == Array(text.utf16), "\(cut[0].count)")
    }
    #expect(try decoded(bytes.map { [$0] } + [[]], charset: charset).text == Array(text.utf16))
  }

  /// The halves of a pair come one by one, and no piece of text ends between them.
  @Test func surrogatesInPairs() throws {
    let bytes: [UInt8] = [0x61, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80, 0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x81]
    for cut in cuts(bytes) + [bytes.map { [$0] }] {
      #expect(try decoded(cut, charset: "CESU-8").text == Array("a😀😁".utf16), "\(cut)")
    }
    let decoder = try TextDecoder(charset: "CESU-8", source: "sample", malformed: .error)
    var text: [UInt16] = []
    try bytes[..<5].withUnsafeBufferPointer { (start) throws(TextEncodingError) in
      try decoder.decode(start, isLast: false, into: &text)
    }
    #expect(text == [0x61])
  }

  static let marks: [(charset: String, bytes: [UInt8])] = [
    ("UTF-8", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF, 0x61]), ("UTF-16LE", [0xFF, 0xFE, 0xFF, 0xFE, 0x61, 0]),
    ("UTF-16BE", [0xFE, 0xFF, 0xFE, 0xFF, 0, 0x61]), ("UTF-32BE", [0, 0, 0xFE, 0xFF, 0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61]),
    ("GB18030", [0x84, 0x31, 0x95, 0x33, 0x84, 0x31, 0x95, 0x33, 0x61]),
  ]

  @Test(arguments: marks.indices) func byteOrderMarksAreDropped(index: Int) throws {
    let (charset, bytes) = Self.marks[index]
    for cut in cuts(bytes) + [bytes.map { [$0] }] {
      #expect(try decoded(cut, charset: charset).text == [0x61], "\(cut)")
    }
  }

  /// Files that were joined have a mark wherever one of them began; only those are counted.
  @Test func marksWithinATextAreCounted() throws {
    for (text, count) in [("\u{FEFF}a", 0), ("a\u{FEFF}b\u{FEFF}", 2), ("\u{FEFF}\u{FEFF}\u{FEFF}", 2)] {
      let decoder = try TextDecoder(charset: "UTF-8", source: "sample", malformed: .error)
      var decoded: [UInt16] = []
      try Array(text.utf8).withUnsafeBufferPointer { (bytes) throws(TextEncodingError) in
        try decoder.decode(bytes, isLast: true, into: &decoded)
      }
      #expect(decoder.markCount == count, "\(text)")
      #expect(decoded == Array(text.utf16).filter { $0 != 0xFEFF })
    }
    #expect(try decoded([[0xFF, 0xEF, 0xBB, 0xBF]], charset: "UTF-8", malformed: .replace).text == [0xFFFD])
  }

  /// Long ASCII text takes a shorter way, which must see a single other byte wherever it is.
  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 129, 191, 192, 200]) func oneLetterInMuchASCII(place: Int) throws {
    let text = String(repeating: "a", count: place) + "é" + String(repeating: "b", count: 200 - place)
    #expect(try decoded([Array(text.utf8)], charset: "UTF-8").text == Array(text.utf16))
    // ASCII pieces around a cut letter.
    let bytes = Array(text.utf8)
    let pieces = [Array(bytes[...place]), Array(bytes[(place + 1)...(place + 1)]), Array(bytes[(place + 2)...])]
    #expect(try decoded(pieces, charset: "UTF-8").text == Array(text.utf16))
    #expect(throws: TextEncodingError.self) { try decoded([pieces[0], pieces[2]], charset: "UTF-8") }
  }

  /// More than the decoder's own buffer takes at once, with a pair of surrogates on its border.
  @Test func longTexts() throws {
    for padding in [16_382, 16_383, 16_384] {
      let text = String(repeating: "a", count: padding) + "😀" + String(repeating: "é", count: 20_000)
      #expect(try decoded([Array(text.utf8)], charset: "UTF-8").text == Array(text.utf16), "\(padding)")
    }
  }

  @Test func nothingGivesNothing() throws {
    #expect(try decoded([[]], charset: "UTF-8").text.isEmpty)
    #expect(try decoded([[], [], []], charset: "Shift_JIS").text.isEmpty)
  }
}
