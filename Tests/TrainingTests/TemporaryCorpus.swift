import Foundation
import TextEncoding

/// A corpus of this text, in a folder that is removed afterwards and takes other files too.
func withCorpus(_ text: String, _ body: (Tokenizer, TokenizedCorpus, String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try text.write(toFile: folder + "/corpus.txt", atomically: true, encoding: .utf8)
  let built = try TokenizedCorpus.build(from: [.file(folder + "/corpus.txt")], options: CorpusOptions())
  try body(built.tokenizer, built.corpus, folder)
}
