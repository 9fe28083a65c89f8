import Kernels

/// What the cells of one direction of a layer did at each of T tokens of a text.
public struct LayerActivations: Sendable {
  /// The layer's place in the stack, from 0.
  public let layer: Int
  /// Whether the cells read from the end.
  public let isReversed: Bool
  /// H, the number of cells.
  public let units: Int
  /// `[T, H]` for each quantity that the cells have: its value after each token.
  public let values: [CellQuantity: Matrix]

  init(of direction: RecurrentDirection, layer: Int, tokens: Int) {
    (self.layer, isReversed, units) = (layer, direction.isReversed, direction.hiddenSize)
    let quantities = direction.cell.quantities.map(\.quantity)
    values = Dictionary(
      uniqueKeysWithValues: quantities.map { ($0, Matrix(rows: tokens, columns: direction.hiddenSize)) })
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
    let told = model.layers.filter { layer == nil || $0.index == layer }
    let result = told.flatMap { layer in
      layer.directions.map { LayerActivations(of: $0, layer: layer.index, tokens: tokens.count - 1) }
    }
    var losses: [Float] = []
    forEachActivationBlock(TokenList(tokens)) { pass, block, blockLosses in
      losses += blockLosses.rows(0..<min(block.count, tokens.count - 1 - block.lowerBound)).values
      var next = result[...]
      for layer in told {
        for (direction, buffers) in zip(layer.directions, pass.layers[layer.index].directions) {
          if let target = next.popFirst() { copy(buffers, of: direction, pass, block, into: target) }
        }
      }
    }
    return (result, losses)
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

  /// The prelude, which is the first token, has no row in what is told.
  private func copy(
    _ buffers: DirectionBuffers, of direction: RecurrentDirection, _ pass: Pass, _ block: Range<Int>,
    into target: LayerActivations
  ) {
    let skipped = block.lowerBound == 0 ? 1 : 0
    guard block.count > skipped else { return }
    // Of windows the last step of each stream, of a text all steps of the only one.
    let rows =
      configuration.window == nil
      ? direction.allRows(of: buffers, batchSize: 1)
      : direction.rows(0..<pass.streams, atStep: direction.step(pass.steps - 1, of: pass.steps), of: pass.streams)
    let told = skipped..<block.count
    let places = block.lowerBound + skipped - 1..<block.upperBound - 1
    for (quantity, place) in direction.cell.quantities {
      target.values[quantity]?.rows(places).assign(direction.numbers(at: place, rows, buffers).rows(told))
    }
  }
}
