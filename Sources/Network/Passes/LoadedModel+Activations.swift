import Kernels

/// What the cells of one direction of a layer did at each of T places, tokens of a text or rows of a series.
public struct LayerActivations: Sendable {
  /// The layer's place in the stack, from 0.
  public let layer: Int
  /// Whether the cells read from the end.
  public let isReversed: Bool
  /// H, the number of cells.
  public let units: Int
  /// `[T, H]` for each quantity that the cells have: its value after each place.
  public let values: [CellQuantity: Matrix]

  init(of direction: RecurrentDirection, layer: Int, places: Int) {
    (self.layer, isReversed, units) = (layer, direction.isReversed, direction.hiddenSize)
    let quantities = direction.cell.quantities.map(\.quantity)
    values = Dictionary(
      uniqueKeysWithValues: quantities.map { ($0, Matrix(rows: places, columns: direction.hiddenSize)) })
  }
}

extension LayerActivations {
  /// The same at some of the places: views.
  public func places(_ range: Range<Int>) -> LayerActivations {
    LayerActivations(of: self, values: values.mapValues { $0.rows(range) })
  }

  private init(of other: LayerActivations, values: [CellQuantity: Matrix]) {
    (layer, isReversed, units, self.values) = (other.layer, other.isReversed, other.units, values)
  }
}

extension LoadedModel {
  /// Steps of a text that are read at once.
  private static let activationBlock = 64

  /// Reads a text of T tokens as a sample is written, and tells what every cell did.
  ///
  /// A network that predicts at every step reads it in one pass from the empty state. A network of windows reads for
  /// each token the window that ends with it, from the empty state; the token's row is what each direction of each
  /// layer came to after its own last step, which is what the next token is predicted from.
  ///
  /// - tokens: T + 1 of them, T > 0: the prelude, which also fills up the windows that reach further back, and the text.
  /// - layer: the only layer to tell of, from 0; all of them when nil.
  ///
  /// Also returns −ln p of each of the T tokens. Allocates `4 · T · H` bytes for each quantity of each layer told
  /// of and direction, and the buffers of 64 steps or 64 windows.
  public func activations(
    tokens: [Int32], layer: Int? = nil
  ) -> (layers: [LayerActivations], lossesNats: [Float]) {
    precondition(tokens.count > 1, "\(tokens.count) tokens with the prelude")
    let result = emptyActivations(places: tokens.count - 1, layer: layer)
    var losses: [Float] = []
    forEachActivationBlock(TokenList(tokens)) { pass, block, blockLosses in
      losses += blockLosses.rows(0..<min(block.count, tokens.count - 1 - block.lowerBound)).values
      // The prelude, which is the first token, has no row in what is told.
      let skipped = block.lowerBound == 0 ? 1 : 0
      copy(pass, told: skipped..<block.count, from: block.lowerBound + skipped - 1, into: result)
    }
    return (result, losses)
  }

  /// Reads windows of numbers, each from the empty state, and tells what every cell came to after its last step.
  ///
  /// - count: the number of windows, at least one.
  /// - layer: the only layer to tell of, from 0; all of them when nil.
  /// - write: puts a window into a column of `[T·B, D]` features.
  public func activations(
    ofWindows count: Int, layer: Int? = nil, _ write: (_ window: Int, _ column: Int, _ features: Matrix) -> Void
  ) -> [LayerActivations] {
    let result = emptyActivations(places: count, layer: layer)
    let blocks = WindowBlocks(self, count: count, for: .inspecting)
    let features = Matrix(rows: blocks.pass.steps * blocks.streams, columns: configuration.input.size)
    blocks.forEach { block in
      for b in 0..<blocks.streams { write(blocks.window(inColumn: b, of: block), b, features) }
      blocks.pass.forward(.features(features))
      copy(blocks.pass, told: 0..<block.count, from: block.lowerBound, into: result)
    }
    return result
  }

  /// Reads rows of numbers one after the other from the empty state, and tells what every cell did at each.
  ///
  /// - rows: `[T, D]`, at least one row, for a network that predicts at every step.
  /// - layer: the only layer to tell of, from 0; all of them when nil.
  public func activations(ofRows rows: Matrix, layer: Int? = nil) -> [LayerActivations] {
    precondition(configuration.window == nil && rows.rows > 0, "\(rows.rows) rows for a network of windows")
    let result = emptyActivations(places: rows.rows, layer: layer)
    let steps = min(Self.activationBlock, rows.rows)
    let state = RecurrentState(model: model, batchSize: 1)
    let pass = Pass(self, steps: steps, state: state, for: .inspecting, on: team)
    let features = Matrix(rows: steps, columns: rows.columns)
    for first in stride(from: 0, to: rows.rows, by: steps) {
      let count = min(steps, rows.rows - first)
      // What lies beyond the end is read and not told.
      features.rows(0..<count).assign(rows.rows(first..<first + count))
      pass.forward(.features(features))
      copy(pass, told: 0..<count, from: first, into: result)
    }
    return result
  }

  private func emptyActivations(places: Int, layer: Int?) -> [LayerActivations] {
    model.layers.filter { layer == nil || $0.index == layer }.flatMap { layer in
      layer.directions.map { LayerActivations(of: $0, layer: layer.index, places: places) }
    }
  }

  /// Reads a text block by block: `body` is given the pass, the places of the block's tokens, and the losses of the
  /// tokens that follow each of them.
  private func forEachActivationBlock(_ text: TokenList, _ body: (Pass, Range<Int>, Matrix) -> Void) {
    var buffer: [Int32] = []
    func read(_ pass: Pass, _ block: Range<Int>, _ tokens: [Int32]) {
      var targets = [Int32](repeating: 0, count: max(pass.streams, configuration.window == nil ? pass.steps : 0))
      // What lies beyond the end is read and not told.
      text.write(
        from: block.lowerBound + 1, upTo: text.count, to: 0, of: &targets, streams: 1, buffer: &buffer)
      body(pass, block, pass.losses(.tokens(tokens), targets: .tokens(targets)))
    }
    if configuration.window != nil {
      let blocks = WindowBlocks(self, count: text.count, for: .inspecting)
      let steps = blocks.pass.steps
      var tokens = [Int32](repeating: 0, count: steps * blocks.streams)
      blocks.forEach { block in
        for b in 0..<blocks.streams {
          let last = blocks.window(inColumn: b, of: block)
          text.write(
            from: last - steps + 1, upTo: text.count, to: b, of: &tokens, streams: blocks.streams, buffer: &buffer)
        }
        read(blocks.pass, block, tokens)
      }
    } else {
      let steps = min(Self.activationBlock, text.count)
      let state = RecurrentState(model: model, batchSize: 1)
      let pass = Pass(self, steps: steps, state: state, for: .inspecting, on: team)
      var tokens = [Int32](repeating: 0, count: steps)
      for first in stride(from: 0, to: text.count, by: steps) {
        text.write(from: first, upTo: text.count, to: 0, of: &tokens, streams: 1, buffer: &buffer)
        read(pass, first..<min(first + steps, text.count), tokens)
      }
    }
  }

  /// Copies what a pass left: of windows the last step of each stream, of a carried state all steps of the only stream.
  ///
  /// - told: the streams or the steps to copy.
  /// - place: that of the first one in the result.
  private func copy(_ pass: Pass, told: Range<Int>, from place: Int, into result: [LayerActivations]) {
    guard !told.isEmpty else { return }
    var next = result[...]
    for layer in model.layers where result.contains(where: { $0.layer == layer.index }) {
      for (direction, buffers) in zip(layer.directions, pass.layers[layer.index].directions) {
        guard let target = next.popFirst() else { return }
        let rows =
          configuration.window == nil
          ? direction.allRows(of: buffers, batchSize: 1)
          : direction.rows(0..<pass.streams, atStep: direction.step(pass.steps - 1, of: pass.steps), of: pass.streams)
        for (quantity, source) in direction.cell.quantities {
          target.values[quantity]?.rows(place..<place + told.count)
            .assign(direction.numbers(at: source, rows, buffers).rows(told))
        }
      }
    }
  }
}
