import Kernels

extension SequenceModel {
  /// How a long text is cut so that many parts of it are read at once.
  ///
  /// Each part after the first is preceded by `warmUp` tokens of the text, whose losses do not count, so that its
  /// state has settled to what one pass over the whole text would have carried there.
  public struct PassLayout: Equatable, Sendable {
    /// Parts read side by side; 1 reads the text in one exact pass.
    public let streams: Int
    /// Tokens read before each part but the first; a multiple of `chunk`.
    public static let warmUp = 256
    /// Time steps at once: few, so that what one layer writes is still in the cache when the next one reads it.
    public static let chunk = 4

    /// One exact pass, or the parts that suit a text of `count` tokens: at least 2,048 tokens each, 64 at most.
    public init(count: Int, exact: Bool = false) {
      streams = exact ? 1 : min(64, max(1, count / 2048))
    }
  }

  /// The loss of every token after the first of a text: given all before it from an empty state, or, in a network of
  /// windows, given the window before it.
  ///
  /// - count: the number of tokens in the text; `token` gives the one at an index.
  /// - before: tokens that stand before index 0, which windows may reach back to; a window that reaches further is
  ///   filled up with the first one.
  /// - body: is called with the index of a token, from 1 on, and its −ln p; in order within a part.
  ///
  /// Allocates its buffers: `streams` × 4 steps of them, or 64 windows.
  public func forEachLossNats(
    count: Int, before: Int = 0, layout: PassLayout, token: (Int) -> Int32, parameters: ParameterVector,
    packed: PackedWeights, on team: ThreadTeam, _ body: (Int, Double) -> Void
  ) {
    guard count > 1 else { return }
    if let window = configuration.window {
      return forEachWindowLossNats(
        count: count, before: before, window: window, token: token, parameters: parameters, packed: packed, on: team,
        body)
    }
    let (streams, chunk) = (layout.streams, PassLayout.chunk)
    let part = (count - 1 + streams - 1) / streams
    var trace = SequenceTrace(model: self, steps: chunk, batchSize: streams, forTraining: false)
    let state = RecurrentState(model: self, batchSize: streams)
    var tokens = [Int32](repeating: 0, count: chunk * streams)
    var targets = tokens
    for first in stride(from: streams == 1 ? 0 : -PassLayout.warmUp, to: part, by: chunk) {
      if first == 0 { state.reset(stream: 0) }
      for t in 0..<chunk {
        for s in 0..<streams {
          let index = min(max(s * part + first + t, 0), count - 2)
          tokens[t * streams + s] = token(index)
          targets[t * streams + s] = token(index + 1)
        }
      }
      guard first >= 0 else {
        forward(.tokens(tokens), state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
        continue
      }
      let losses = losses(
        .tokens(tokens), targets: .tokens(targets), state: state, parameters: parameters, packed: packed,
        trace: &trace, on: team)
      for s in 0..<streams {
        for t in 0..<min(chunk, part - first) where s * part + first + t < count - 1 {
          body(s * part + first + t + 1, Double(losses[t * streams + s, 0]))
        }
      }
    }
  }

  /// Sixty-four windows at once, each from the empty state.
  private func forEachWindowLossNats(
    count: Int, before: Int, window: Int, token: (Int) -> Int32, parameters: ParameterVector, packed: PackedWeights,
    on team: ThreadTeam, _ body: (Int, Double) -> Void
  ) {
    let batchSize = min(64, count - 1)
    var trace = SequenceTrace(
      model: self, steps: window, batchSize: batchSize, forTraining: false)
    let state = RecurrentState(model: self, batchSize: batchSize)
    var tokens = [Int32](repeating: 0, count: window * batchSize)
    var targets = [Int32](repeating: 0, count: batchSize)
    for first in stride(from: 1, to: count, by: batchSize) {
      for b in 0..<batchSize {
        let index = min(first + b, count - 1)
        for t in 0..<window { tokens[t * batchSize + b] = token(max(-before, index - window + t)) }
        targets[b] = token(index)
      }
      state.reset()
      let losses = losses(
        .tokens(tokens), targets: .tokens(targets), state: state, parameters: parameters, packed: packed,
        trace: &trace, on: team)
      for b in 0..<min(batchSize, count - first) { body(first + b, Double(losses[b, 0])) }
    }
  }

  /// The mean loss in nats of a text of at least two tokens, as above.
  public func meanLossNats(
    count: Int, before: Int = 0, layout: PassLayout, token: (Int) -> Int32, parameters: ParameterVector,
    packed: PackedWeights, on team: ThreadTeam
  ) -> Double {
    var sum = 0.0
    forEachLossNats(
      count: count, before: before, layout: layout, token: token, parameters: parameters, packed: packed, on: team
    ) { sum += $1 }
    return sum / Double(count - 1)
  }
}
