import FoundationEssentials
import TestSupport
import TextEncoding

/// Files with these bytes, removed afterwards.
@discardableResult
func withFiles<Result>(_ contents: [[UInt8]], _ body: ([TextSource]) throws -> Result) throws -> Result {
  try withTemporaryFolder { folder in
    let paths = contents.indices.map { "\(folder)/\($0).txt" }
    for (path, bytes) in zip(paths, contents) { try Data(bytes).write(to: URL(filePath: path)) }
    return try body(paths.map { .file($0) })
  }
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
