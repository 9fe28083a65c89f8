import Kernels

extension LoadedModel {
  /// `forEachLossNats` to its end.
  public func forEachLossNats(
    in range: Range<Int>, of text: some TokenReading, layout: PassLayout, _ body: (Int, Double) throws -> Void
  ) rethrows {
    try forEachLossNats(in: range, of: text, layout: layout, beforeEachPass: {}, body)
  }

  /// The loss of every token after the first of a part of a text, or of those that the layout asks for: given all before
  /// it in the part from an empty state, or, in a network of windows, given the window before it.
  ///
  /// - range: the part. Windows may reach back before it; one that reaches before the text is filled up with the text's
  ///   first token.
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  /// - body: is called with the place of a token in the part, from 1 on, and its −ln p; in order within a stream.
  ///
  /// Allocates its buffers: `streams` × 4 steps of them, or 64 windows.
  public func forEachLossNats(
    in range: Range<Int>, of text: some TokenReading, layout: PassLayout, beforeEachPass: () throws -> Void,
    _ body: (Int, Double) throws -> Void
  ) rethrows {
    guard range.count > 1 else { return }
    if configuration.window != nil {
      return try forEachWindowLossNats(
        in: range, of: text, most: layout.most ?? range.count, beforeEachPass: beforeEachPass, body)
    }
    let (streams, chunk) = (layout.streams, PassLayout.chunk)
    let (part, spacing) = layout.parts(of: range.count - 1)
    let pass = Pass(self, steps: chunk, streams: streams)
    var (tokens, buffer) = ([Int32](repeating: 0, count: chunk * streams), [Int32]())
    var targets = tokens
    for first in stride(from: streams == 1 ? 0 : -layout.warmUp, to: part, by: chunk) {
      try beforeEachPass()
      if first == 0 { pass.state.reset(stream: 0) }
      for s in 0..<streams {
        let start = range.lowerBound + s * spacing + first
        text.write(
          from: start, notBefore: range.lowerBound, upTo: range.upperBound - 1, to: s, of: &tokens, streams: streams,
          buffer: &buffer)
        text.write(
          from: start + 1, notBefore: range.lowerBound, upTo: range.upperBound, to: s, of: &targets, streams: streams,
          buffer: &buffer)
      }
      guard first >= 0 else {
        pass.forward(.tokens(tokens))
        continue
      }
      let losses = pass.losses(.tokens(tokens), targets: .tokens(targets))
      for s in 0..<streams {
        for t in 0..<min(chunk, part - first) where s * spacing + first + t < range.count - 1 {
          try body(s * spacing + first + t + 1, Double(losses[t * streams + s, 0]))
        }
      }
    }
  }

  private func forEachWindowLossNats(
    in range: Range<Int>, of text: some TokenReading, most: Int, beforeEachPass: () throws -> Void,
    _ body: (Int, Double) throws -> Void
  ) rethrows {
    let told = min(most, range.count - 1)
    /// The place of a token whose loss is told.
    func place(_ number: Int) -> Int { 1 + number * (range.count - 1) / told }
    let blocks = WindowBlocks(self, count: told)
    let (steps, streams) = (blocks.pass.steps, blocks.streams)
    var (tokens, buffer) = ([Int32](repeating: 0, count: steps * streams), [Int32]())
    var targets = [Int32](repeating: 0, count: streams)
    try blocks.forEach { block in
      try beforeEachPass()
      for b in 0..<streams {
        let index = range.lowerBound + place(blocks.window(inColumn: b, of: block))
        text.write(from: index - steps, upTo: text.count, to: b, of: &tokens, streams: streams, buffer: &buffer)
        text.write(from: index, upTo: text.count, to: b, of: &targets, streams: streams, buffer: &buffer)
      }
      let losses = blocks.pass.losses(.tokens(tokens), targets: .tokens(targets))
      for (b, window) in block.enumerated() { try body(place(window), Double(losses[b, 0])) }
    }
  }

  /// The mean in nats of the losses that a layout asks for, and their number, of a part of at least two tokens.
  ///
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  public func meanLossNats(
    in range: Range<Int>, of text: some TokenReading, layout: PassLayout, beforeEachPass: () throws -> Void
  ) rethrows -> MeanLoss {
    var (sum, losses) = (0.0, 0)
    try forEachLossNats(in: range, of: text, layout: layout, beforeEachPass: beforeEachPass) {
      sum += $1
      losses += 1
    }
    return MeanLoss(mean: sum / Double(max(1, losses)), count: losses)
  }

  /// The mean loss of windows, which `write` puts into columns of `[T·B, D]` features and `[B, outputs]` targets.
  ///
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  /// - write: is given the number of a window and the column.
  public func meanLoss(
    ofWindows count: Int, beforeEachPass: () throws -> Void,
    _ write: (_ window: Int, _ column: Int, _ features: Matrix, _ targets: Matrix) -> Void
  ) rethrows -> MeanLoss {
    let blocks = WindowBlocks(self, count: count)
    let features = Matrix(rows: blocks.pass.steps * blocks.streams, columns: configuration.input.size)
    let targets = Matrix(rows: blocks.streams, columns: configuration.output.size)
    var sum = 0.0
    try blocks.forEach { block in
      try beforeEachPass()
      for b in 0..<blocks.streams { write(blocks.window(inColumn: b, of: block), b, features, targets) }
      let losses = blocks.pass.losses(.features(features), targets: .values(targets))
      for b in 0..<block.count { sum += Double(losses[b, 0]) }
    }
    return MeanLoss(mean: sum / Double(count), count: count)
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
