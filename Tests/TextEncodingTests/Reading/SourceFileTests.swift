import FoundationEssentials
import TestSupport
import Testing
import TextEncoding

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct SourceFileTests {
  private func build(_ paths: String...) throws -> TokenizedCorpus {
    try TokenizedCorpus.build(from: paths.map { .file($0) }, options: CorpusOptions()).corpus
  }

  @Test func missingFiles() throws {
    try withTemporaryFolder { folder in
      for path in ["\(folder)/missing.txt", "\(folder)/missing/also.txt"] {
        #expect(throws: TextEncodingError.fileNotFound(path: path)) { try build(path) }
      }
    }
    #expect(throws: TextEncodingError.fileNotFound(path: "")) { try build("") }
  }

  @Test func directories() throws {
    try withTemporaryFolder { folder in
      #expect(throws: TextEncodingError.isDirectory(path: folder)) { try build(folder) }
    }
  }

  @Test func whatTheSystemRefuses() throws {
    try withFiles([Array("text".utf8)]) { sources in
      let path = sources[0].description + "/inside"
      #expect(throws: TextEncodingError.unreadable(source: path, reason: "Not a directory")) { try build(path) }
    }
  }

  /// A wrong path in the last place is found before the first is read.
  @Test func allPathsAreCheckedFirst() throws {
    try withFiles([Array("text".utf8)]) { sources in
      var calls = 0
      #expect(throws: TextEncodingError.fileNotFound(path: "/nowhere/at all")) {
        try TokenizedCorpus.build(from: sources + [.file("/nowhere/at all")], options: CorpusOptions()) { _, _ in
          calls += 1
        }
      }
      #expect(calls == 0)
    }
  }

  /// To open a pipe only to look at it would wait for its writer, and then leave that one alone.
  @Test func pipesAreNotOpenedBeforeTheyAreRead() throws {
    try withTemporaryFolder { folder in
      let (pipe, released) = ("\(folder)/pipe", "\(folder)/released")
      try #require(mkfifo(pipe, 0o600) == 0)
      // Nobody writes. Should the pipe be opened all the same, half a minute ends the waiting.
      let release = popen("timeout 30 cat; touch '\(released)'; : <> '\(pipe)'", "w")
      #expect(throws: TextEncodingError.fileNotFound(path: "/nowhere/at all")) { try build(pipe, "/nowhere/at all") }
      #expect(!FileManager.default.fileExists(atPath: released))
      pclose(release)
    }
  }

  /// A pipe has no size and gives less than a block at a time.
  @Test func namedPipes() throws {
    let bytes = Array(String(repeating: "The pipe is long.\n", count: 20_000).utf8)
    try withTemporaryFolder { folder in
      let (file, pipe) = ("\(folder)/file", "\(folder)/pipe")
      try Data(bytes).write(to: URL(filePath: file))
      try #require(mkfifo(pipe, 0o600) == 0)
      let writer = popen("cat '\(file)' > '\(pipe)'", "r")
      var totals: [Int?] = []
      let found = try TokenizedCorpus.build(from: [.file(pipe)], options: CorpusOptions(unit: .byte)) { _, total in
        totals.append(total)
      }
      #expect(pclose(writer) == 0)
      #expect(found.tokenizer.decodeBytes(found.corpus.tokens) == bytes)
      #expect(totals == [nil, nil])
    }
  }

  @Test func namesInMessages() {
    #expect(TextSource.file("a/b.txt").description == "a/b.txt")
    #expect(TextSource.standardInput.description == "standard input")
  }
}
