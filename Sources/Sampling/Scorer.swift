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

/// Scores texts with a checkpoint, every character given all before it.
public struct Scorer: Sendable {
  private let checkpoint: Checkpoint
  private let packed: PackedWeights
  private let team: ThreadTeam

  /// Packs the weights once.
  public init(checkpoint: Checkpoint, threads: Int) {
    self.checkpoint = checkpoint
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: checkpoint.model, forTraining: false)
    packed.pack(checkpoint.parameters, of: checkpoint.model, on: team)
  }

  /// Scores `count` tokens in one pass from the empty state; the first one is predicted from the prelude, a line
  /// end. `body` receives each token's index and its −ln p in order.
  public func score(count: Int, token: (Int) -> TokenID, _ body: (Int, Double) -> Void) {
    let first = Int32(checkpoint.tokenizer.prelude)
    checkpoint.model.forEachLossNats(
      count: count + 1, layout: .init(count: count, exact: true), token: { $0 == 0 ? first : Int32(token($0 - 1)) },
      parameters: checkpoint.parameters, packed: packed, on: team
    ) { body($0 - 1, $1) }
  }

  /// The score of a whole text.
  public func score(_ tokens: [TokenID]) -> Score {
    var result = Score()
    score(count: tokens.count, token: { tokens[$0] }) { _, nats in
      result.characters += 1
      result.sumNats += nats
    }
    return result
  }
}
