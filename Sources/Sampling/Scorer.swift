import Checkpoints
import Glibc
import Kernels
import Network
import TextEncoding

/// How surprising a text is to a model.
public struct Score: Equatable, Sendable {
  /// The characters, the units of the model.
  public var characters: Int
  /// Those of them that the model does not know.
  public var unknownCharacters: Int
  /// The sum of −ln p over them.
  public var sumNats: Double

  /// A score; of nothing by default.
  public init(characters: Int = 0, unknownCharacters: Int = 0, sumNats: Double = 0) {
    (self.characters, self.unknownCharacters, self.sumNats) = (characters, unknownCharacters, sumNats)
  }

  /// Nats per character; 0 of nothing.
  public var natsPerCharacter: Double { characters == 0 ? 0 : sumNats / Double(characters) }
  /// Bits per character (bpc).
  public var bitsPerCharacter: Double { natsPerCharacter / M_LN2 }
}

/// Scores texts with a checkpoint, every character given all before it, or the window before it where the network
/// reads windows; the first one given a line end.
public struct Scorer {
  private let loaded: LoadedModel
  private let prelude: TokenID
  /// What a character costs that the model does not know: as much as the rarest character of the corpus by its frequency
  /// there. Nil where the model has a token for such characters, and so a probability.
  public let unknownNats: Double?

  /// Packs the weights once.
  public init(checkpoint: TextCheckpoint, threads: Int) {
    loaded = checkpoint.loaded(threads: threads)
    prelude = checkpoint.tokenizer.prelude
    let vocabulary = checkpoint.tokenizer.vocabulary
    let counts = vocabulary.counts.filter { $0 > 0 }
    // The character itself is one more, so that the cost is above zero in any case.
    unknownNats =
      vocabulary.unknownID == nil ? log(Double(counts.reduce(1, +)) / Double(counts.min() ?? 1)) : nil
  }

  /// The score of a text with characters that the model does not know, given that of what was read: those for which there
  /// is no token were left out, and cost `unknownNats` each.
  public func score(_ known: Score, unknownCharacters: Int) -> Score {
    var score = known
    score.unknownCharacters += unknownCharacters
    guard let unknownNats else { return score }
    score.characters += unknownCharacters
    score.sumNats += Double(unknownCharacters) * unknownNats
    return score
  }

  /// The score of a text in memory.
  public func score(_ tokens: [TokenID], exact: Bool = false) -> Score { score(TokenList(tokens), exact: exact) }

  /// The score of a text of any length.
  ///
  /// A long text is read in up to 64 places at once, each after 256 characters that only settle the state; `exact`
  /// reads it in one pass, several times as slowly, for a difference far below what a figure shows.
  public func score(_ text: some TokenReading, exact: Bool = false) -> Score {
    let text = PreludedText(prelude: prelude, text: text)
    var result = Score()
    loaded.forEachLossNats(in: 0..<text.count, of: text, layout: PassLayout(count: text.count - 1, exact: exact)) {
      result.characters += 1
      result.sumNats += $1
    }
    return result
  }

  /// The scores of many short texts, each from the empty state, many side by side.
  ///
  /// - next: gives one text after the other, and nil at the end.
  /// - body: receives each text's number, from 0, and its score, in the order in which they end.
  public func score(
    each next: () throws -> [TokenID]?, _ body: (Int, Score) throws -> Void
  ) rethrows {
    guard loaded.configuration.window == nil else {
      // Windows of one text are read side by side already.
      var number = 0
      while let text = try next() {
        try body(number, score(text))
        number += 1
      }
      return
    }
    var streams = [Stream?](repeating: nil, count: 64)
    let pass = Pass(loaded, steps: 1, streams: streams.count)
    var tokens = [TokenID](repeating: prelude, count: streams.count)
    var targets = tokens
    var begun = 0
    while true {
      for index in streams.indices {
        while streams[index] == nil, let text = try next() {
          if text.isEmpty { try body(begun, Score()) } else { streams[index] = Stream(number: begun, text: text) }
          pass.state.reset(stream: index)
          begun += 1
        }
        guard let stream = streams[index] else { continue }
        tokens[index] = stream.score.characters == 0 ? prelude : targets[index]
        targets[index] = stream.text[stream.score.characters]
      }
      if streams.allSatisfy({ $0 == nil }) { return }
      let losses = pass.losses(.tokens(tokens), targets: .tokens(targets))
      for index in streams.indices {
        guard var stream = streams[index] else { continue }
        stream.score.characters += 1
        stream.score.sumNats += Double(losses[index, 0])
        let isComplete = stream.score.characters == stream.text.count
        if isComplete { try body(stream.number, stream.score) }
        streams[index] = isComplete ? nil : stream
      }
    }
  }

  /// A text that is being scored.
  private struct Stream {
    let number: Int
    let text: [TokenID]
    var score = Score()
  }
}
