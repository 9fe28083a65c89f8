import Checkpoints
import Kernels
import Network
import TextEncoding

/// A trained model that reads several streams of tokens side by side and says what may come next in each.
///
/// The forward pass is the one of training: same functions, same bits, whatever the number of streams. A stateful
/// network goes one step on; a network of windows reads each stream's last T tokens anew, filled up in front with the
/// prelude.
///
/// A reference, since reading changes the streams' states and logits.
public final class Generator {
  private let loaded: LoadedModel
  private let state: RecurrentState
  private let logits: Matrix
  private let prelude: TokenID
  private let lanes: [Lane]

  /// A generator of `streams` streams in the empty state. Packs the weights once.
  public init(checkpoint: TextCheckpoint, streams: Int = 1, threads: Int) {
    let loaded = checkpoint.loaded(threads: threads)
    state = RecurrentState(model: loaded.model, batchSize: streams)
    logits = Matrix(rows: streams, columns: loaded.configuration.vocabularySize)
    prelude = checkpoint.tokenizer.prelude
    let count = min(threads, streams)
    lanes = (0..<count).map { [state, logits, prelude] index in
      let range = streams * index / count..<streams * (index + 1) / count
      // The threads of a lane that is the only one share its products.
      return Lane(
        loaded, streams: range, state: state.streams(range), logits: logits.rows(range), prelude: prelude,
        on: count > 1 ? .alone : loaded.team)
    }
    self.loaded = loaded
  }

  /// The number of streams.
  public var streams: Int { logits.rows }

  /// Back to the empty state in one stream.
  public func reset(stream: Int) {
    state.reset(stream: stream)
    for lane in lanes where lane.streams.contains(stream) { lane.empty(stream: stream, prelude: prelude) }
  }

  /// Reads one token in every stream: states and logits move on. O(parameters), nearly whatever the streams; T times
  /// that for windows of T.
  ///
  /// - body: is called with the number of each stream and its logits `[V]`, for several at the same time where there are
  ///   threads.
  public func read(
    _ next: [TokenID], _ body: (Int, UnsafeBufferPointer<Float>) -> Void = { _, _ in }
  ) {
    precondition(next.count == streams, "\(next.count) tokens for \(streams) streams")
    loaded.team.split(lanes.count) { range in
      for lane in lanes[range] {
        lane.read(next)
        lane.forEachStream(body)
      }
    }
  }

  /// The logits after the tokens that a stream has read, `[V]`; for tests, since it allocates its result.
  package func nextLogits(stream: Int = 0) -> [Float] { logits.rows(stream..<stream + 1).values }
}

/// Streams that one thread takes through the whole network by itself: no thread waits for another within a step.
private final class Lane {
  /// Which ones, b of them.
  let streams: Range<Int>
  private let pass: Pass
  private let state: RecurrentState
  private let logits: Matrix
  /// What is read next, `[T, b]`: the last T tokens of each stream, or the last one where a state is carried.
  private var tokens: [TokenID]

  init(
    _ loaded: LoadedModel, streams: Range<Int>, state: RecurrentState, logits: Matrix, prelude: TokenID,
    on team: ThreadTeam
  ) {
    (self.streams, self.state, self.logits) = (streams, state, logits)
    let steps = loaded.configuration.window ?? 1
    pass = Pass(loaded, steps: steps, streams: streams.count, on: team)
    pass.state = state
    tokens = [TokenID](repeating: prelude, count: steps * streams.count)
  }

  func empty(stream: Int, prelude: TokenID) {
    for t in 0..<pass.steps { tokens[t * streams.count + stream - streams.lowerBound] = prelude }
  }

  func read(_ next: [TokenID]) {
    let kept = tokens.count - streams.count
    for index in 0..<kept { tokens[index] = tokens[index + streams.count] }
    for (index, stream) in streams.enumerated() { tokens[kept + index] = next[stream] }
    if pass.loaded.configuration.window != nil { state.reset() }
    pass.outputs(of: pass.forward(.tokens(tokens)), into: logits)
  }

  func forEachStream(_ body: (Int, UnsafeBufferPointer<Float>) -> Void) {
    for (index, stream) in streams.enumerated() { logits.withRow(index) { body(stream, $0) } }
  }
}
