import NGrams
import Notation
import TextEncoding

/// What a text has copied from a corpus.
struct CopyFinding {
  /// A shorter passage may be the same by chance.
  static let least = 30

  /// The text's characters.
  let characters: Int
  /// The fraction of them in passages of at least 30 that stand in the corpus.
  let fraction: Double
  /// The characters of the longest passage that stands in the corpus.
  let longest: Int
  /// That passage; empty where there is none.
  let passage: String

  /// - samples: the text that `copied` is about.
  init(_ copied: CopiedPassages, of samples: [[TokenID]], tokenizer: Tokenizer) {
    characters = samples.reduce(0) { $0 + $1.count }
    fraction = copied.fraction(inPassagesOf: Self.least)
    let found = copied.longest ?? []
    (longest, passage) = (found.count, tokenizer.decode(found))
  }

  /// The passage in one line of at most so many cells.
  private func quotation(cells: Double) -> String {
    TextWidth.shortened(TextWidth.oneLine(passage), to: cells) { Double(TextWidth.cells($0)) }
  }

  /// How much of the text lies in long passages, and the longest one: what comes after the text's name.
  func sentence(corpus: String) -> String {
    let percentage = fraction == 0 ? "0 %" : "\(decimal(100 * fraction, 1)) %"
    return "\(percentage) lie in passages of \(Self.least) or more that stand in \(corpus); "
      + (longest == 0 ? "no character stands there" : "the longest has \(longest): \"\(quotation(cells: 60))\"")
  }
}
