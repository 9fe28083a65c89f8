import Testing
import TextEncoding

@Suite struct TextEncodingErrorTests {
  /// Each error and what its line must hold: the place and what was found.
  static let messages: [(error: TextEncodingError, parts: [String])] = [
    (.fileNotFound(path: "a.txt"), ["a.txt: no such file", "check the path"]),
    (.isDirectory(path: "texts"), ["texts: is a directory", "name the files"]),
    (.unreadable(source: "a.txt", reason: "Permission denied"), ["a.txt: ", "Permission denied"]),
    (.emptyText(source: "a.txt, b.txt"), ["a.txt, b.txt: holds no text", "at least one character"]),
    (.binary(source: "a.out", byteOffset: 7), ["a.out: byte 7: ", "binary data"]),
    (
      .malformed(source: "a.txt", charset: "UTF-8", byteOffset: 12, bytes: [0xE2, 0x0A]),
      ["a.txt: byte 12: E2 0A is not valid UTF-8"]
    ),
    (
      .malformed(source: "a.txt", charset: "HZ", byteOffset: 3, bytes: []), ["a.txt: byte 3: (the end) is not valid HZ"]
    ),
    (.unknownCharset(name: "utf-9", suggestions: ["UTF-8", "UTF-7"]), ["unknown charset 'utf-9'; try UTF-8, UTF-7"]),
    (.unknownCharset(name: "a\nb\u{1B}[0m", suggestions: ["UTF-8"]), ["'a?b?[0m'"]),
    (.vocabularyTooLarge(count: 65_537, limit: 65_536), ["65537 or more", "at most 65536"]),
    (.everyUnitRare(minimumCount: 9), ["occurs 9 times"]),
    (
      .unknownUnit(unit: "'é' U+00E9", place: TextPlace(line: 3, character: 7), known: 26),
      ["line 3, character 7: 'é' U+00E9 is not among the 26"]
    ),
    (.temporaryFile(path: "/tmp", reason: "No space left on device"), ["/tmp: ", "No space left", "TMPDIR"]),
  ]

  @Test(arguments: messages.indices) func everyErrorIsOneLineWithoutOptions(index: Int) {
    let (error, parts) = Self.messages[index]
    let message = error.description
    for part in parts { #expect(message.contains(part), "\(message)") }
    #expect(!message.contains { $0.isNewline })
    #expect(!message.contains("--"), "\(message)")
    #expect("\(error)" == message)
  }
}
