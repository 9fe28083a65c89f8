import Checkpoints
import Glibc
import Kernels
import Network
import TextEncoding

/// How surprising a text is to a model.
public struct Score: Equatable, Sendable {
  /// Characters that were predicted, the units of the model.
  public var characters: Int
  /// The sum of −ln p over them.
  public var sumNats: Double

  /// A score; of nothing by default.
  public init(characters: Int = 0, sumNats: Double = 0) {
    (self.characters, self.sumNats) = (characters, sumNats)
  }

  /// Nats per character; 0 of nothing.
  public var natsPerCharacter: Double { characters == 0 ? 0 : sumNats / Double(characters) }
  /// Bits per character (bpc).
  public var bitsPerCharacter: Double { natsPerCharacter / M_LN2 }
}

/// Scores texts with a checkpoint, every character given all before it, or the window before it where the network
/// reads windows; the first one given a line end.
public struct Scorer: Sendable {
  private let checkpoint: TextCheckpoint
  private let packed: PackedWeights
  private let team: ThreadTeam
  private let prelude: Int32

  /// Packs the weights once.
  public init(checkpoint: TextCheckpoint, threads: Int) {
    self.checkpoint = checkpoint
    prelude = Int32(checkpoint.tokenizer.prelude)
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: checkpoint.model, forTraining: false)
    packed.pack(checkpoint.parameters, of: checkpoint.model, on: team)
  }

  /// The score of a text in memory.
  public func score(_ tokens: [TokenID], exact: Bool = false) -> Score {
    score(count: tokens.count, exact: exact) { tokens[$0] }
  }

  /// The score of a text of any length.
  public func score(_ corpus: TokenizedCorpus, exact: Bool = false) -> Score {
    score(count: corpus.count, exact: exact) { corpus[$0] }
  }

  /// The score of one text, of which `token` gives the token at an index.
  ///
  /// A long text is read in up to 64 places at once, each after 256 characters that only settle the state; `exact`
  /// reads it in one pass, several times as slowly, for a difference far below what a figure shows.
  private func score(count: Int, exact: Bool, token: (Int) -> TokenID) -> Score {
    var result = Score()
    checkpoint.model.forEachLossNats(
      count: count + 1, layout: .init(count: count, exact: exact),
      token: { $0 == 0 ? prelude : Int32(token($0 - 1)) }, parameters: checkpoint.parameters, packed: packed, on: team
    ) { _, nats in
      result.characters += 1
      result.sumNats += nats
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
    let model = checkpoint.model
    guard model.configuration.window == nil else {
      // Windows of one text are read side by side already.
      var number = 0
      while let text = try next() {
        try body(number, score(text))
        number += 1
      }
      return
    }
    var streams = [Stream?](repeating: nil, count: 64)
    let state = RecurrentState(model: model, batchSize: streams.count)
    var trace = SequenceTrace(
      model: model, steps: 1, batchSize: streams.count, forTraining: false)
    var tokens = [Int32](repeating: prelude, count: streams.count)
    var targets = tokens
    var begun = 0
    while true {
      for index in streams.indices {
        while streams[index] == nil, let text = try next() {
          if text.isEmpty { try body(begun, Score()) } else { streams[index] = Stream(number: begun, text: text) }
          state.reset(stream: index)
          begun += 1
        }
        guard let stream = streams[index] else { continue }
        tokens[index] = stream.score.characters == 0 ? prelude : targets[index]
        targets[index] = Int32(stream.text[stream.score.characters])
      }
      if streams.allSatisfy({ $0 == nil }) { return }
      let losses = model.losses(
        .tokens(tokens), targets: .tokens(targets), state: state, parameters: checkpoint.parameters, packed: packed,
        trace: &trace, on: team)
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
