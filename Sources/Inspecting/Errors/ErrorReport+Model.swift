import Checkpoints
import Glibc
import Network
import TextEncoding

extension ErrorReport {
  /// A text up to this length is read in one pass; a longer one in many places at once, each after 256 characters, so that
  /// an opening further back may be forgotten.
  private static let exactLength = 100_000

  /// Where the bits of a model go over a text that begins after a line end.
  ///
  /// - text: at least one token.
  /// - corpus: what n-grams and words are counted in; nil for the text itself.
  public init(of text: [TokenID], by checkpoint: TextCheckpoint, corpus: TokenizedCorpus?, threads: Int) {
    let alphabet = Alphabet(checkpoint.tokenizer)
    let plain =
      corpus.map { PlainPredictions(of: text, from: $0, alphabet: alphabet) }
      ?? PlainPredictions(of: text, alphabet: alphabet)
    var probabilities = [Double](repeating: 1, count: text.count)
    let layout = PassLayout(count: text.count, exact: text.count <= Self.exactLength)
    checkpoint.loaded(threads: threads).forEachLossNats(
      in: 0..<text.count + 1, of: TokenList([checkpoint.tokenizer.prelude] + text), layout: layout
    ) { probabilities[$0 - 1] = exp(-$1) }
    self.init(of: text, alphabet: alphabet, probabilities: probabilities, plain: plain)
  }
}

extension Double {
  /// The binary logarithm of a probability; of one too small for a number, that of the smallest.
  var log2OrLeast: Double { log2(Swift.max(self, .leastNonzeroMagnitude)) }
}
