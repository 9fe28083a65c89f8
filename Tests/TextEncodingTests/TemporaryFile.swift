import FoundationEssentials
import TextEncoding

// Foundation brings a copy of ICU whose declarations clash with those of the system's. These tests therefore
// use FoundationEssentials, which has none, and the C library.

/// Files with these bytes, removed afterwards.
@discardableResult
func withFiles<Result>(_ contents: [[UInt8]], _ body: ([TextSource]) throws -> Result) throws -> Result {
  try withFolder { folder in
    let paths = contents.indices.map { "\(folder)/\($0).txt" }
    for (path, bytes) in zip(paths, contents) { try Data(bytes).write(to: URL(filePath: path)) }
    return try body(paths.map { .file($0) })
  }
}

/// An empty folder, removed afterwards.
@discardableResult
func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// The bytes of the file at `path`.
func bytes(ofFile path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(filePath: path)))
}

/// What `build` makes of files with these bytes.
func corpus(
  _ contents: [UInt8]..., options: CorpusOptions = CorpusOptions()
) throws -> (tokenizer: Tokenizer, corpus: TokenizedCorpus, report: CorpusReport) {
  try withFiles(contents) { try TokenizedCorpus.build(from: $0, options: options) }
}

extension TokenizedCorpus {
  /// All tokens.
  var tokens: [TokenID] { tokens(0..<count) }
}
