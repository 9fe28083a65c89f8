import Files
import TextEncoding

/// The models that come with the program, to begin a training with.
enum SharedModel {
  /// The name of the model that knows English.
  static let english = "english"

  /// Characters of a text from which on a training from the beginning learns as well.
  private static let longestHelped = 3_000_000
  /// Characters that are looked at.
  private static let looked = 50_000
  /// Words that hardly an English text lacks, and that hardly another text has.
  private static let words: Set<String> = ["the", "and", "of", "to", "was", "that", "with", "is", "it", "you"]
  /// The fraction of an English text's words that they are at least.
  private static let leastFraction = 0.08

  /// The model that would help with a text; nil where it is long, of another language, or where the model is not there.
  static func helping(_ corpus: TokenizedCorpus, _ tokenizer: Tokenizer) -> String? {
    guard corpus.count <= longestHelped, tokenizer.unit == .grapheme,
      FileStatus.exists(CheckpointFolder.path(ofModel: english)),
      isEnglish(tokenizer.decode(corpus.tokens(0..<min(corpus.count, looked))))
    else { return nil }
    return english
  }

  /// Whether a text's words are those of English, of a hundred words at least.
  static func isEnglish(_ text: String) -> Bool {
    let found = text.lowercased().split { !$0.isLetter }
    guard found.count >= 100 else { return false }
    return Double(found.count { words.contains(String($0)) }) >= leastFraction * Double(found.count)
  }
}
