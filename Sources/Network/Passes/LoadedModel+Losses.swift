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
    let pieces = 0..<lossPieceCount(of: range.count, layout: layout)
    try forEachLossNats(of: pieces, in: range, of: text, layout: layout, beforeEachPass: beforeEachPass) {
      _, place, loss in try body(place, loss)
    }
  }

  /// The pieces of a part of so many tokens whose losses can be computed apart from each other: the streams of a layout, or
  /// blocks of windows.
  package func lossPieceCount(of tokens: Int, layout: PassLayout) -> Int {
    guard tokens > 1 else { return 0 }
    guard configuration.window != nil else { return layout.streams }
    return WindowBlocks.blockCount(of: min(layout.most ?? tokens, tokens - 1))
  }

  /// Calls `body` with the number of a piece, the place of a token in the part, and its −ln p.
  private func forEachLossNats(
    of pieces: Range<Int>, in range: Range<Int>, of text: some TokenReading, layout: PassLayout,
    beforeEachPass: () throws -> Void, _ body: (_ piece: Int, _ place: Int, Double) throws -> Void
  ) rethrows {
    guard !pieces.isEmpty else { return }
    if configuration.window != nil {
      return try forEachWindowLossNats(
        of: pieces, in: range, of: text, most: layout.most ?? range.count, beforeEachPass: beforeEachPass, body)
    }
    let (streams, chunk) = (pieces.count, PassLayout.chunk)
    let (part, spacing) = layout.parts(of: range.count - 1)
    let pass = Pass(self, steps: chunk, streams: streams)
    var (tokens, buffer) = ([Int32](repeating: 0, count: chunk * streams), [Int32]())
    var targets = tokens
    for first in stride(from: layout.streams == 1 ? 0 : -layout.warmUp, to: part, by: chunk) {
      try beforeEachPass()
      if first == 0 && pieces.lowerBound == 0 { pass.state.reset(stream: 0) }
      for (s, piece) in pieces.enumerated() {
        let start = range.lowerBound + piece * spacing + first
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
      for (s, piece) in pieces.enumerated() {
        for t in 0..<min(chunk, part - first) where piece * spacing + first + t < range.count - 1 {
          try body(piece, piece * spacing + first + t + 1, Double(losses[t * streams + s, 0]))
        }
      }
    }
  }

  private func forEachWindowLossNats(
    of pieces: Range<Int>, in range: Range<Int>, of text: some TokenReading, most: Int,
    beforeEachPass: () throws -> Void, _ body: (_ piece: Int, _ place: Int, Double) throws -> Void
  ) rethrows {
    let told = min(most, range.count - 1)
    /// The place of a token whose loss is told.
    func place(_ number: Int) -> Int { 1 + number * (range.count - 1) / told }
    let blocks = WindowBlocks(self, count: told)
    let (steps, streams) = (blocks.pass.steps, blocks.streams)
    var (tokens, buffer) = ([Int32](repeating: 0, count: steps * streams), [Int32]())
    var targets = [Int32](repeating: 0, count: streams)
    try blocks.forEach(pieces) { piece, block in
      try beforeEachPass()
      for b in 0..<streams {
        let index = range.lowerBound + place(blocks.window(inColumn: b, of: block))
        text.write(from: index - steps, upTo: text.count, to: b, of: &tokens, streams: streams, buffer: &buffer)
        text.write(from: index, upTo: text.count, to: b, of: &targets, streams: streams, buffer: &buffer)
      }
      let losses = blocks.pass.losses(.tokens(tokens), targets: .tokens(targets))
      for (b, window) in block.enumerated() { try body(piece, place(window), Double(losses[b, 0])) }
    }
  }

  /// The losses in nats that a layout asks for of a part of a text, added up piece by piece.
  ///
  /// - pieces: of those that `lossPieceCount` counts.
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  package func lossSums(
    of pieces: Range<Int>, in range: Range<Int>, of text: some TokenReading, layout: PassLayout,
    beforeEachPass: () throws -> Void
  ) rethrows -> [LossSum] {
    var sums = [LossSum](repeating: LossSum(), count: pieces.count)
    try forEachLossNats(of: pieces, in: range, of: text, layout: layout, beforeEachPass: beforeEachPass) {
      piece, _, loss in sums[piece - pieces.lowerBound].add(loss)
    }
    return sums
  }

  /// The losses of windows, which `write` puts into columns of `[T·B, D]` features and `[B, outputs]` targets, added up block
  /// by block.
  ///
  /// - pieces: of all blocks.
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  /// - write: is given the number of a window and the column.
  package func lossSums(
    of pieces: Range<Int>, ofWindows count: Int, beforeEachPass: () throws -> Void,
    _ write: (_ window: Int, _ column: Int, _ features: Matrix, _ targets: Matrix) -> Void
  ) rethrows -> [LossSum] {
    guard !pieces.isEmpty else { return [] }
    let blocks = WindowBlocks(self, count: count)
    let features = Matrix(rows: blocks.pass.steps * blocks.streams, columns: configuration.input.size)
    let targets = Matrix(rows: blocks.streams, columns: configuration.output.size)
    var sums = [LossSum](repeating: LossSum(), count: pieces.count)
    try blocks.forEach(pieces) { piece, block in
      try beforeEachPass()
      for b in 0..<blocks.streams { write(blocks.window(inColumn: b, of: block), b, features, targets) }
      let losses = blocks.pass.losses(.features(features), targets: .values(targets))
      for b in 0..<block.count { sums[piece - pieces.lowerBound].add(Double(losses[b, 0])) }
    }
    return sums
  }
}
