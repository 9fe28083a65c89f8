import Testing
import TextEncoding

/// Texts of languages that share their letters with others, in the charsets of several systems.
@Suite struct CharsetGuessTests {
  /// A text and the charsets that it may be in.
  struct Example: CustomTestStringConvertible, Sendable {
    let language: String
    let text: String
    let charsets: [String]
    var testDescription: String { language }

    init(_ language: String, _ text: String, _ charsets: [String]) {
      (self.language, self.text, self.charsets) = (language, text, charsets)
    }
  }

  static let examples = [
    Example(
      "Czech", "Večer jsme šli domů přes zasněžené náměstí a nikdo neřekl ani slovo. Žlutý kůň stál u zdi.",
      ["CP1250", "ISO-8859-2", "CP852"]),
    Example(
      "Polish",
      "Wieczorem łódź wróciła do zatoki, a dzieci już spały. Źle się dzieje, rzekła żona rybaka, więc czekał.",
      ["CP1250", "ISO-8859-2", "CP852"]),
    Example(
      "Hungarian", "Az esőben megérkezett a hajó, és a gyerekek örültek a tűznek. Őszintén szólva fáradtak voltunk.",
      ["CP1250", "ISO-8859-2", "CP852"]),
    Example(
      "French", "Le garçon était allé à la fête où l'on dansait très tard; sa sœur rêvait déjà près du poêle éteint.",
      ["CP1252", "ISO-8859-15"]),
    Example(
      "Danish", "Både på øen og på fastlandet så man sæler. Åen løb over, og børnene gik hjem ad en våd sti.",
      ["CP1252", "CP850", "CP865"]),
    Example(
      "Russian", "Вечером лодки вернулись в гавань, и дети уже спали. Рыбак ждал жену у окна, объясняя это ветром.",
      ["CP1251", "KOI8-R", "CP866", "ISO-8859-5"]),
    Example(
      "Ukrainian", "Увечері човни повернулися до гавані, і діти вже спали. Її чекав рибалка, що жив біля моря.",
      ["CP1251", "KOI8-U", "CP1125"]),
    Example(
      "Greek", "Το βράδυ οι βάρκες γύρισαν στο λιμάνι και τα παιδιά κοιμόντουσαν ήδη. Ο ψαράς περίμενε τη γυναίκα του.",
      ["CP1253", "ISO-8859-7", "CP737", "CP869"]),
    Example(
      "Lithuanian",
      "Vakare valtys grįžo į uostą, o vaikai jau miegojo. Žvejys laukė žmonos prie šilto židinio, ąžuolo šešėly.",
      ["CP1257", "ISO-8859-13", "CP775"]),
    Example(
      "Turkish", "Akşam kayıklar limana döndü, çocuklar çoktan uyumuştu. Yağmur altında balıkçı eşini bekliyordu.",
      ["CP1254", "ISO-8859-9", "CP857"]),
    // The small letter of İ is in ASCII.
    Example(
      "Turkish names", "İnci İzmir'e, İsmail İstanbul'a, İpek Beşiktaş'a gitti; ağaçlar ıslaktı.",
      ["CP1254", "CP857"]),
    Example(
      "Thai", "ตอนเย็นเรือกลับเข้าท่า เด็กๆ หลับไปแล้ว ชาวประมงรอภรรยาอยู่ที่หน้าต่าง", ["TIS-620", "CP874"]),
    Example(
      "English", "“It’s late,” said the fisherman – and nobody knew why. “Don’t wait…” The boats’ lamps went out.",
      ["CP1252", "MACINTOSH"]),
  ]

  /// The guess is right as far as the text is: charsets that give the same text are one.
  @Test(arguments: examples) func textsOfManyLanguages(example: Example) throws {
    // As long as a short letter.
    let text = String(repeating: example.text + "\n", count: 4)
    for charset in example.charsets where Iconv.knows(charset) {
      let found = try corpus(try Iconv.bytes(text, in: charset))
      #expect(found.tokenizer.decode(found.corpus.tokens) == text, "\(charset)")
      let guess = try #require(found.report.sources[0].guess, "\(charset)")
      #expect(guess.charset == found.report.sources[0].charset)
      #expect(guess.doubt == nil, "\(charset): \(guess)")
    }
  }

  @Test(.enabled(if: Iconv.knows("CP1250"), "iconv does not know CP1250")) func theLettersAreShown() throws {
    let guess = try #require(
      try corpus(try Iconv.bytes("šestnáct švestek šlo\n", in: "CP1250")).report.sources[0].guess)
    #expect(guess.letters == ["š", "á"])
  }

  /// Bytes that windows-1252 leaves undefined rule it out, and so does one reading that is better for a word or two alone.
  @Test func whatFitsNothingOrSeveralIsUnsure() throws {
    // In no charset a language.
    let noise = (UInt8(0x80)...0xFF).flatMap { [$0, UInt8(ascii: "x"), $0] }
    let misfit = try #require(
      try corpus(noise, options: CorpusOptions(malformed: .replace)).report.sources[0].guess)
    #expect(misfit.doubt == .misfit)
    // "ø" to Danes and "ř" to Czechs.
    let word = Array("mel køen, tøi dø".unicodeScalars.map { UInt8($0.value) })
    let rival = try #require(try corpus(word).report.sources[0].guess)
    guard case .rival = rival.doubt else {
      Issue.record("\(rival)")
      return
    }
    let undefined = [UInt8]("\u{81}\u{8D}\u{8F}\u{90}\u{9D} ".unicodeScalars.map { UInt8($0.value) })
    let bytes = Array("abc ".utf8) + Array(repeating: undefined, count: 20).joined()
    let found = try corpus(bytes, options: CorpusOptions(malformed: .replace))
    #expect(found.report.sources[0].charset != "windows-1252")
  }

  @Test func whatIsKnownIsNotGuessed() throws {
    let utf16: [UInt8] = "\u{FEFF}né\n".utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let texts: [[UInt8]] = [Array("plain\n".utf8), Array("né\n".utf8), Array("\u{FEFF}né\n".utf8), utf16]
    for bytes in texts {
      #expect(try corpus(bytes).report.sources[0].guess == nil)
    }
    let named = try corpus([0x6E, 0xE9], options: CorpusOptions(charset: "windows-1252"))
    #expect(named.report.sources[0].guess == nil)
    // Without a mark, two bytes a character are a guess, though a sure one.
    let unmarked = try corpus(Array(utf16.dropFirst(2)))
    #expect(unmarked.report.sources[0].guess == CharsetGuess(charset: "UTF-16LE"))
  }

  /// One damaged place in UTF-8, with hardly any good ones beside it, is damage and no other charset.
  @Test func damagedUTF8IsNotAnotherCharset() throws {
    let damage: [[UInt8]] = [[0xFF], [0xC3], [0xF0, 0x9F, 0x98], [0xE2, 0x82, 0x28]]
    for bytes in damage {
      let text = Array("A naïve reader left the café at 9.\n".utf8) + bytes + Array(" and came back\n".utf8)
      try withFiles([text]) { sources in
        let error = #expect(throws: TextEncodingError.self, "\(bytes)") {
          try TokenizedCorpus.build(from: sources, options: CorpusOptions())
        }
        guard case .malformed(_, "UTF-8", let offset, _) = error else {
          Issue.record("\(bytes): \(String(describing: error))")
          return
        }
        #expect(offset == 37, "\(bytes)")
      }
    }
  }

  @Test func emojiInCESU8AreReadAsSuch() throws {
    let emoji: [UInt8] = [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]
    let found = try corpus(Array("so what ".utf8) + emoji + Array("\n".utf8))
    #expect(found.tokenizer.decode(found.corpus.tokens) == "so what 😀\n")
    #expect(found.report.sources[0].guess == CharsetGuess(charset: "CESU-8"))
  }

  @Test func joinedFilesLoseTheirMarks() throws {
    let found = try corpus(Array("\u{FEFF}one\n\u{FEFF}two\n\u{FEFF}three".utf8))
    #expect(found.tokenizer.decode(found.corpus.tokens) == "one\ntwo\nthree")
    #expect(found.report.sources[0].markCount == 2)
  }
}
