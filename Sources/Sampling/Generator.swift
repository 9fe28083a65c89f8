import Checkpoints
import Kernels
import Network
import TextEncoding

/// Writes with a trained model: reads a pattern, then gives one token after the other.
///
/// The forward pass is the one of training with T = 1 and B = 1: same functions, same bits.
public struct Generator: Sendable {
  private let model: SequenceModel
  private let parameters: ParameterVector
  private let packed: PackedWeights
  private let state: RecurrentState
  private let team: ThreadTeam
  private let logits: Matrix
  private var trace: SequenceTrace
  private var sampler: Sampler

  /// A generator in the empty state. Packs the weights once.
  public init(checkpoint: Checkpoint, sampler: Sampler, threads: Int) {
    model = checkpoint.model
    parameters = checkpoint.parameters
    self.sampler = sampler
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: false)
    packed.pack(parameters, of: model, on: team)
    state = RecurrentState(model: model, batchSize: 1)
    trace = SequenceTrace(model: model, steps: 1, batchSize: 1, threads: threads, forTraining: false)
    logits = Matrix(rows: 1, columns: model.configuration.vocabularySize)
  }

  /// Back to the empty state, with another sampler.
  public mutating func restart(sampler: Sampler) {
    state.reset()
    self.sampler = sampler
  }

  /// Reads one token: the state and the logits move on. O(parameters).
  public mutating func read(_ token: TokenID) {
    let hiddens = model.forward(
      tokens: [Int32(token)], state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    model.logits(of: hiddens, into: logits, parameters: parameters, packed: packed, on: team)
  }

  /// The logits after the tokens read so far, `[V]`.
  public var nextLogits: [Float] { logits.values }

  /// Chooses the next token and reads it. Something has to have been read before.
  public mutating func next() -> TokenID {
    let token = TokenID(sampler.choose(logits.values))
    read(token)
    return token
  }
}
