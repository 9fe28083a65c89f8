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
  private let team: ThreadTeam
  private let state: RecurrentState
  private let logits: Matrix
  private let prelude: Int32
  private var lanes: [Lane]

  /// A generator of `streams` streams in the empty state. Packs the weights once.
  public init(checkpoint: TextCheckpoint, streams: Int = 1, threads: Int) {
    model = checkpoint.model
    parameters = checkpoint.parameters
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: false)
    packed.pack(parameters, of: model, on: team)
    state = RecurrentState(model: model, batchSize: streams)
    logits = Matrix(rows: streams, columns: model.configuration.vocabularySize)
    prelude = Int32(checkpoint.tokenizer.prelude)
    let count = min(threads, streams)
    lanes = []
    for index in 0..<count {
      let range = streams * index / count..<streams * (index + 1) / count
      lanes.append(
        Lane(streams: range, model: model, state: state.streams(range), logits: logits.rows(range), prelude: prelude))
    }
  }

  /// The number of streams.
  public var streams: Int { logits.rows }

  /// Back to the empty state in one stream.
  public mutating func reset(stream: Int) {
    state.reset(stream: stream)
    for index in lanes.indices where lanes[index].streams.contains(stream) {
      lanes[index].empty(stream: stream, prelude: prelude)
    }
  }

  /// Reads one token in every stream: states and logits move on. O(parameters), nearly whatever the streams; T times
  /// that for windows of T.
  ///
  /// - body: is called with the number of each stream and its logits `[V]`, for several at the same time where there are
  ///   threads.
  public mutating func read(
    _ next: [TokenID], _ body: (Int, UnsafeBufferPointer<Float>) -> Void = { _, _ in }
  ) {
    precondition(next.count == streams, "\(next.count) tokens for \(streams) streams")
    let (model, parameters, packed, team) = (model, parameters, packed, team)
    lanes.withUnsafeMutableBufferPointer { lanes in
      // The threads of a lane that is the only one share its products.
      let inner = lanes.count > 1 ? ThreadTeam.alone : team
      team.split(lanes.count) { range in
        for index in range {
          lanes[index].read(next, model: model, parameters: parameters, packed: packed, on: inner)
          lanes[index].forEachStream(body)
        }
      }
    }
  }

  /// The logits after the tokens that a stream has read, `[V]`.
  public func nextLogits(stream: Int = 0) -> [Float] { logits.rows(stream..<stream + 1).values }
}

/// Streams that one thread takes through the whole network by itself: no thread waits for another within a step.
private struct Lane: Sendable {
  /// Which ones, b of them.
  let streams: Range<Int>
  private let state: RecurrentState
  private let logits: Matrix
  private var trace: SequenceTrace
  /// `[T, b]`, with T = 1 where the state is carried.
  private var tokens: [Int32]

  init(streams: Range<Int>, model: SequenceModel, state: RecurrentState, logits: Matrix, prelude: Int32) {
    (self.streams, self.state, self.logits) = (streams, state, logits)
    let steps = model.configuration.window ?? 1
    trace = SequenceTrace(model: model, steps: steps, batchSize: streams.count, forTraining: false)
    tokens = [Int32](repeating: prelude, count: steps * streams.count)
  }

  mutating func empty(stream: Int, prelude: Int32) {
    for t in 0..<trace.steps { tokens[t * streams.count + stream - streams.lowerBound] = prelude }
  }

  mutating func read(
    _ next: [TokenID], model: SequenceModel, parameters: ParameterVector, packed: PackedWeights, on team: ThreadTeam
  ) {
    let kept = tokens.count - streams.count
    for index in 0..<kept { tokens[index] = tokens[index + streams.count] }
    for (index, stream) in streams.enumerated() { tokens[kept + index] = Int32(next[stream]) }
    if model.configuration.window != nil { state.reset() }
    let hiddens = model.forward(
      .tokens(tokens), state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    model.outputs(of: hiddens, into: logits, parameters: parameters, packed: packed, on: team)
  }

  func forEachStream(_ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
    for (index, stream) in streams.enumerated() { logits.withRow(index) { body(stream, $0) } }
  }
}
