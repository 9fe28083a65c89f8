import FoundationEssentials
import TextEncoding

/// Calls `body` with a corpus of this text and the folder that it lies in, which takes other files, too, and is removed
/// afterwards.
@discardableResult
package func withCorpus<Result>(
  _ text: String, minimumCount: Int = 1, _ body: (Tokenizer, TokenizedCorpus, String) throws -> Result
) throws -> Result {
  try withTemporaryFolder { folder in
    try Data(text.utf8).write(to: URL(filePath: folder + "/corpus.txt"))
    let built = try TokenizedCorpus.build(
      from: [.file(folder + "/corpus.txt")], options: CorpusOptions(minimumCount: minimumCount))
    return try body(built.tokenizer, built.corpus, folder)
  }
}
