import Checkpoints
import Kernels
import Network
import TextEncoding

/// A trained model that reads several streams of tokens side by side and says what may come next in each.
///
/// The forward pass is the one of training with T = 1: same functions, same bits, whatever the number of streams.
public struct Generator: Sendable {
  private let model: SequenceModel
  private let parameters: ParameterVector
  private let packed: PackedWeights
  private let state: RecurrentState
  private let team: ThreadTeam
  private let logits: Matrix
  private var trace: SequenceTrace
  private var tokens: [Int32]

  /// A generator of `streams` streams in the empty state. Packs the weights once.
  public init(checkpoint: Checkpoint, streams: Int = 1, threads: Int) {
    model = checkpoint.model
    parameters = checkpoint.parameters
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: false)
    packed.pack(parameters, of: model, on: team)
    state = RecurrentState(model: model, batchSize: streams)
    trace = SequenceTrace(model: model, steps: 1, batchSize: streams, threads: threads, forTraining: false)
    logits = Matrix(rows: streams, columns: model.configuration.vocabularySize)
    tokens = [Int32](repeating: 0, count: streams)
  }

  /// The number of streams.
  public var streams: Int { tokens.count }

  /// Back to the empty state in one stream.
  public func reset(stream: Int) { state.reset(stream: stream) }

  /// Reads one token in every stream: states and logits move on. O(parameters), nearly whatever the streams.
  public mutating func read(_ next: [TokenID]) {
    precondition(next.count == streams, "\(next.count) tokens for \(streams) streams")
    for (stream, token) in next.enumerated() { tokens[stream] = Int32(token) }
    let hiddens = model.forward(
      tokens: tokens, state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    model.logits(of: hiddens, into: logits, parameters: parameters, packed: packed, on: team)
  }

  /// The logits after the tokens that a stream has read, `[V]`.
  public func nextLogits(stream: Int = 0) -> [Float] { logits.rows(stream..<stream + 1).values }
}
