import Kernels

extension SequenceModel {
  /// How a text is cut into parts that are read side by side.
  ///
  /// Each part after the first is preceded by `warmUp` tokens of the text, whose losses do not count, so that its
  /// state has settled to what one pass over the whole text would have carried there.
  public struct PassLayout: Equatable, Sendable {
    /// Parts read side by side; 1 reads the text in one exact pass.
    public let streams: Int
    /// Tokens read before each part but the first; a multiple of `chunk`.
    public let warmUp: Int
    /// Losses that are asked for, from parts spread evenly over the text; nil for all of them.
    public let most: Int?
    /// Time steps at once: few, so that what one layer writes is still in the cache when the next one reads it.
    public static let chunk = 4

    /// All losses of a text of `count` tokens: in one exact pass, or in parts of at least 2,048 tokens, 64 at most.
    public init(count: Int, exact: Bool = false) {
      self.init(streams: exact ? 1 : min(64, max(1, count / 2048)), warmUp: 256, most: nil)
    }

    /// About `most` losses of a text of `count` tokens, at a cost that goes down with `most`: from 16 parts, each with
    /// a warm-up no longer than itself.
    public init(count: Int, most: Int) {
      guard most < count - 1 else {
        self.init(count: count)
        return
      }
      let streams = min(16, max(1, most / 16))
      let part = max(1, most / streams)
      let warmUp = min(256, (part + Self.chunk - 1) / Self.chunk * Self.chunk)
      self.init(streams: streams, warmUp: warmUp, most: max(1, most))
    }

    private init(streams: Int, warmUp: Int, most: Int?) {
      (self.streams, self.warmUp, self.most) = (streams, warmUp, most)
    }

    /// The losses counted in each part of a text with `losses` of them, and how far apart the parts begin.
    func parts(of losses: Int) -> (length: Int, spacing: Int) {
      let all = (losses + streams - 1) / streams
      guard let most, most < losses else { return (all, all) }
      return (max(1, most / streams), losses / streams)
    }
  }

  /// The loss of every token after the first of a text, or of those that the layout asks for: given all before it from
  /// an empty state, or, in a network of windows, given the window before it.
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
        count: count, before: before, window: window, most: layout.most, token: token, parameters: parameters,
        packed: packed, on: team, body)
    }
    let (streams, chunk) = (layout.streams, PassLayout.chunk)
    let (part, spacing) = layout.parts(of: count - 1)
    var trace = SequenceTrace(model: self, steps: chunk, batchSize: streams, forTraining: false)
    let state = RecurrentState(model: self, batchSize: streams)
    var tokens = [Int32](repeating: 0, count: chunk * streams)
    var targets = tokens
    for first in stride(from: streams == 1 ? 0 : -layout.warmUp, to: part, by: chunk) {
      if first == 0 { state.reset(stream: 0) }
      for t in 0..<chunk {
        for s in 0..<streams {
          let index = min(max(s * spacing + first + t, 0), count - 2)
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
        for t in 0..<min(chunk, part - first) where s * spacing + first + t < count - 1 {
          body(s * spacing + first + t + 1, Double(losses[t * streams + s, 0]))
        }
      }
    }
  }

  /// Sixty-four windows at once, each from the empty state.
  private func forEachWindowLossNats(
    count: Int, before: Int, window: Int, most: Int?, token: (Int) -> Int32, parameters: ParameterVector,
    packed: PackedWeights, on team: ThreadTeam, _ body: (Int, Double) -> Void
  ) {
    let told = min(most ?? count - 1, count - 1)
    /// The index of a token whose loss is told, from 0 on.
    func place(_ number: Int) -> Int { 1 + min(number, told - 1) * (count - 1) / told }
    let batchSize = min(64, told)
    var trace = SequenceTrace(
      model: self, steps: window, batchSize: batchSize, forTraining: false)
    let state = RecurrentState(model: self, batchSize: batchSize)
    var tokens = [Int32](repeating: 0, count: window * batchSize)
    var targets = [Int32](repeating: 0, count: batchSize)
    for first in stride(from: 0, to: told, by: batchSize) {
      for b in 0..<batchSize {
        let index = place(first + b)
        for t in 0..<window { tokens[t * batchSize + b] = token(max(-before, index - window + t)) }
        targets[b] = token(index)
      }
      state.reset()
      let losses = losses(
        .tokens(tokens), targets: .tokens(targets), state: state, parameters: parameters, packed: packed,
        trace: &trace, on: team)
      for b in 0..<min(batchSize, told - first) { body(place(first + b), Double(losses[b, 0])) }
    }
  }

  /// The mean in nats of the losses that a layout asks for, and their number, of a text of at least two tokens.
  public func meanLossNats(
    count: Int, before: Int = 0, layout: PassLayout, token: (Int) -> Int32, parameters: ParameterVector,
    packed: PackedWeights, on team: ThreadTeam
  ) -> MeanLoss {
    var (sum, losses) = (0.0, 0)
    forEachLossNats(
      count: count, before: before, layout: layout, token: token, parameters: parameters, packed: packed, on: team
    ) {
      sum += $1
      losses += 1
    }
    return MeanLoss(mean: sum / Double(max(1, losses)), count: losses)
  }
}

/// A loss averaged over examples.
public struct MeanLoss: Codable, Equatable, Sendable {
  /// Nats, or squared error.
  public var mean: Double
  /// The number of examples: predicted characters, windows of a series.
  public var count: Int

  /// A mean.
  public init(mean: Double, count: Int) { (self.mean, self.count) = (mean, count) }
}
