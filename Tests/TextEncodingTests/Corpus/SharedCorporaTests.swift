import FoundationEssentials
import TestSupport
import Testing
import TextEncoding

/// The Universal Declaration of Human Rights in many languages, in a folder that is shared beside the package.
enum SharedCorpora {
  private static let folder = PackageFolder.shared("corpora/udhr")

  static let names: [String] = {
    guard let folder, let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else { return [] }
    return names.filter { $0.hasSuffix(".txt") }.sorted()
  }()

  static func document(_ name: String) throws -> [UInt8] {
    try bytes(ofFile: try #require(folder).appending(path: name).path)
  }
}

/// The package's own sampler of scripts.
@Suite struct ScriptSamplesTests {
  @Test(arguments: SampleText.sections.keys.sorted()) func decodingGivesTheSectionBack(title: String) throws {
    try expectDecodingGivesBack(Array(SampleText.section(title).utf8))
  }
}

@Suite(.enabled(if: !SharedCorpora.names.isEmpty, "needs the folder shared/corpora/udhr beside the package"))
struct SharedCorporaTests {
  @Test(arguments: SharedCorpora.names) func decodingGivesTheDocumentBack(name: String) throws {
    try expectDecodingGivesBack(try SharedCorpora.document(name))
  }

  /// Without a charset option the document gives the same tokens as in UTF-8.
  private func expectSameTokens(_ name: String, in charset: String) throws {
    try Iconv.require(charset)
    let original = try SharedCorpora.document(name)
    let converted = try Iconv.convert(original, from: "UTF-8", to: "\(charset)//TRANSLIT")
    // The few characters that the charset lacks are written in others.
    let expected = try corpus(try Iconv.convert(converted, from: charset, to: "UTF-8"))
    let found = try corpus(converted)
    #expect(found.tokenizer == expected.tokenizer, "\(name) in \(charset)")
    #expect(found.corpus.tokens == expected.corpus.tokens, "\(name) in \(charset)")
  }

  @Test(arguments: SharedCorpora.names) func inUTF16(name: String) throws {
    for charset in ["UTF-16BE", "UTF-16"] { try expectSameTokens(name, in: charset) }
  }

  @Test(arguments: [
    ("jpn.txt", "SHIFT_JIS"), ("jpn.txt", "EUC-JP"), ("jpn.txt", "ISO-2022-JP"), ("rus.txt", "KOI8-R"),
    ("rus.txt", "CP1251"), ("cmn_hans.txt", "GB18030"), ("kor.txt", "EUC-KR"), ("deu_1996.txt", "CP1252"),
    ("ell_monotonic.txt", "ISO-8859-7"), ("heb.txt", "CP1255"), ("arb.txt", "CP1256"), ("tur.txt", "CP1254"),
  ])
  func inOldCharsets(name: String, charset: String) throws {
    try expectSameTokens(name, in: charset)
  }
}

/// The tokens of a text in UTF-8 are the text again, as units of every kind.
private func expectDecodingGivesBack(_ bytes: [UInt8]) throws {
  let text = String(decoding: bytes, as: UTF8.self)
  for (unit, normalization) in [(TextUnit.grapheme, Normalization.nfc), (.codepoint, .nfkc), (.grapheme, .none)] {
    let found = try corpus(bytes, options: CorpusOptions(unit: unit, normalization: normalization))
    #expect(found.report.sources[0].charset == "UTF-8")
    let expected = normalizedText(text, normalization: normalization, lineEnds: .unified)
    #expect(found.tokenizer.decodeBytes(found.corpus.tokens) == Array(expected.utf8))
  }
  let found = try corpus(bytes, options: CorpusOptions(unit: .byte))
  #expect(found.tokenizer.decodeBytes(found.corpus.tokens) == bytes)
}
