import NGrams
import TextEncoding

/// What counting alone knows of a text: the probabilities of n-gram models, and how often there are words.
///
/// The counts are those of a corpus. Without a corpus they are of the text itself: the n-grams of each tenth of the text
/// are those of the other nine tenths, and a word is counted without the occurrence in question.
package struct PlainPredictions {
  /// The probability of each token by the short n-gram model.
  package let short: [Double]
  /// The same by the long one.
  package let long: [Double]
  /// The tokens that the long model has counted.
  let counted: Int
  private let words: WordCounts
  private let isOwnText: Bool

  /// What the text itself tells.
  package init(of text: [TokenID], alphabet: Alphabet) {
    var counted = text.count
    func probabilities(order: Int) -> [Double] {
      let parts = min(10, max(2, text.count))
      return (0..<parts).flatMap { part in
        let range = text.count * part / parts..<text.count * (part + 1) / parts
        var counts = NGramCounts(order: order)
        counts.add(text[..<range.lowerBound])
        counts.add(text[range.upperBound...])
        if counts.isFull { counted = min(counted, counts.tokenCount) }
        return Self.read(text, in: range, by: NGramModel(counts, vocabularySize: alphabet.units.count))
      }
    }
    var words = WordCounts(alphabet)
    words.add(text)
    words.finish()
    let (short, long) = (probabilities(order: ErrorReason.shortOrder), probabilities(order: ErrorReason.longOrder))
    self.init(short: short, long: long, counted: counted, words: words, isOwnText: true)
  }

  /// What a corpus tells, read once.
  package init(of text: [TokenID], from corpus: TokenizedCorpus, alphabet: Alphabet) {
    var short = NGramCounts(order: ErrorReason.shortOrder)
    var long = NGramCounts(order: ErrorReason.longOrder)
    var words = WordCounts(alphabet)
    let length = 1 << 16
    for start in stride(from: 0, to: corpus.count, by: length) {
      let piece = corpus.tokens(start..<min(start + length, corpus.count))
      short.add(piece)
      long.add(piece)
      words.add(piece)
    }
    words.finish()
    func probabilities(_ counts: NGramCounts) -> [Double] {
      Self.read(text, in: text.indices, by: NGramModel(counts, vocabularySize: alphabet.units.count))
    }
    self.init(
      short: probabilities(short), long: probabilities(long), counted: long.tokenCount, words: words, isOwnText: false)
  }

  /// Predictions from their parts.
  ///
  /// - isOwnText: whether the words were counted in the text itself.
  package init(short: [Double], long: [Double], counted: Int, words: WordCounts, isOwnText: Bool) {
    (self.short, self.long, self.counted) = (short, long, counted)
    (self.words, self.isOwnText) = (words, isOwnText)
  }

  /// The n-gram model that gives the right character one half or more; nil where none does.
  func reason(at place: Int) -> ErrorReason? {
    if !ErrorReport.isError(short[place]) { return .shortNGram }
    return ErrorReport.isError(long[place]) ? nil : .longNGram
  }

  /// How often the corpus has a word of the text.
  func count(of word: UInt64) -> Int { words[word] - (isOwnText ? 1 : 0) }

  private static func read(_ text: [TokenID], in range: Range<Int>, by model: NGramModel) -> [Double] {
    var reader = model.reader
    for token in text[max(0, range.lowerBound - model.order)..<range.lowerBound] { _ = reader.read(token) }
    return text[range].map { reader.read($0) }
  }
}
