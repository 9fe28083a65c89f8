import Checkpoints
import Kernels
import Network
import TextEncoding

/// A trained model that reads several streams of tokens side by side and says what may come next in each.
///
/// The forward pass is the one of training: same functions, same bits, whatever the number of streams. A stateful
/// network goes one step on; a network of windows reads each stream's last T tokens anew, filled up in front with the
/// prelude.
public struct Generator: Sendable {
  private let model: SequenceModel
  private let parameters: ParameterVector
  private let packed: PackedWeights
  private let state: RecurrentState
  private let team: ThreadTeam
  private let logits: Matrix
  private let prelude: Int32
  private var trace: SequenceTrace
  /// `[T, B]`, with T = 1 where the state is carried.
  private var tokens: [Int32]

  /// A generator of `streams` streams in the empty state. Packs the weights once.
  public init(checkpoint: TextCheckpoint, streams: Int = 1, threads: Int) {
    model = checkpoint.model
    parameters = checkpoint.parameters
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: false)
    packed.pack(parameters, of: model, on: team)
    state = RecurrentState(model: model, batchSize: streams)
    let steps = model.configuration.window ?? 1
    trace = SequenceTrace(model: model, steps: steps, batchSize: streams, forTraining: false)
    logits = Matrix(rows: streams, columns: model.configuration.vocabularySize)
    prelude = Int32(checkpoint.tokenizer.prelude)
    tokens = [Int32](repeating: prelude, count: steps * streams)
  }

  /// The number of streams.
  public var streams: Int { trace.batchSize }

  /// Back to the empty state in one stream.
  public mutating func reset(stream: Int) {
    state.reset(stream: stream)
    for t in 0..<trace.steps { tokens[t * streams + stream] = prelude }
  }

  /// Reads one token in every stream: states and logits move on. O(parameters), nearly whatever the streams; T times
  /// that for windows of T.
  public mutating func read(_ next: [TokenID]) {
    precondition(next.count == streams, "\(next.count) tokens for \(streams) streams")
    let kept = tokens.count - streams
    for index in 0..<kept { tokens[index] = tokens[index + streams] }
    for (stream, token) in next.enumerated() { tokens[kept + stream] = Int32(token) }
    if model.configuration.window != nil { state.reset() }
    let hiddens = model.forward(
      .tokens(tokens), state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    model.outputs(of: hiddens, into: logits, parameters: parameters, packed: packed, on: team)
  }

  /// Calls `body` with the number of each stream and the logits after the tokens that it has read, `[V]`; for several
  /// at the same time where there are threads.
  func forEachStream(_ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
    team.split(streams) { range in
      for stream in range { logits.withRow(stream) { body(stream, $0) } }
    }
  }

  /// The logits after the tokens that a stream has read, `[V]`.
  public func nextLogits(stream: Int = 0) -> [Float] { logits.rows(stream..<stream + 1).values }
}
