import Testing
import TextEncoding

@Suite struct CharsetNamesTests {
  private func suggestions(for name: String) throws -> [String] {
    do {
      _ = try corpus([0x61], options: CorpusOptions(charset: name))
    } catch TextEncodingError.unknownCharset(name, let suggestions) {
      return suggestions
    }
    throw TextEncodingError.unknownCharset(name: name, suggestions: ["(it is known)"])
  }

  @Test(arguments: [
    ("utf-9", "UTF-8"), ("UTF8x", "UTF-8"), ("koi8-s", "KOI8-R"), ("shift-jiss", "Shift_JIS"), ("gb18031", "GB18030"),
    ("windows-1253x", "windows-1253"), ("latin_l", "ISO-8859-1"), ("euckt", "EUC-KR"),
  ])
  func nearNamesAreSuggested(name: String, expected: String) throws {
    let found = try suggestions(for: name)
    #expect((1...3).contains(found.count), "\(found)")
    #expect(found.contains(expected), "\(found)")
  }

  /// An empty name means the locale's charset to ICU, which must not decide anything here.
  @Test(arguments: ["", "qqqqqqqqqqqqqqqq", "---", String(repeating: "utf8", count: 20)])
  func hopelessNamesGetTheCommonOnes(name: String) throws {
    let found = try suggestions(for: name)
    #expect(found.contains("UTF-8"))
    #expect(found.contains("windows-1252"))
  }

  /// Any alias is understood and reported by its best known name.
  @Test(arguments: [
    ("utf8", "UTF-8"), ("l1", "ISO-8859-1"), ("latin1", "ISO-8859-1"), ("cp1251", "windows-1251"),
    ("ibm-1392", "GB18030"), ("SJIS", "Shift_JIS"), ("koi8", "KOI8-R"), ("cp1252", "windows-1252"),
    ("unicode-1-1-utf-8", "UTF-8"),
  ])
  func aliases(alias: String, expected: String) throws {
    let report = try corpus([0x61], options: CorpusOptions(charset: alias)).report
    #expect(report.sources[0].charset == expected)
  }
}
