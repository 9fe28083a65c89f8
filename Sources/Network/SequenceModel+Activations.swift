import Kernels

/// What the cells of one direction of a layer did at each of T tokens of a text.
public struct LayerActivations: Sendable {
  /// The layer's place in the stack, from 0.
  public let layer: Int
  /// Whether they read from the end.
  public let isReversed: Bool
  /// What the cells are made of.
  public let variant: CellVariant
  /// `[T, G·H]`, the variant's blocks in order: gates and candidate.
  public let gates: Matrix
  /// c after each token, `[T, H]`.
  public let cells: Matrix
  /// h after each token, `[T, H]`.
  public let hiddens: Matrix

  init(of cells: LSTMLayer, layer: Int, tokens: Int) {
    (self.layer, isReversed, variant) = (layer, cells.isReversed, cells.variant)
    gates = Matrix(rows: tokens, columns: cells.gateColumns)
    self.cells = Matrix(rows: tokens, columns: cells.hiddenSize)
    hiddens = Matrix(rows: tokens, columns: cells.hiddenSize)
  }
}

extension SequenceModel {
  /// Steps of a text, or windows, that are read at once.
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
  /// Also returns −ln p of each of the T tokens. Allocates `4 · T · (G + 2) · H` bytes for each layer told of and
  /// direction, and the trace of 64 steps or 64 windows.
  public func activations(
    tokens: [Int32], layer: Int? = nil, parameters: ParameterVector, packed: PackedWeights, on team: ThreadTeam
  ) -> (layers: [LayerActivations], lossesNats: [Float]) {
    let count = tokens.count
    precondition(count > 1, "\(count) tokens with the prelude")
    let block = min(Self.activationBlock, count)
    let (steps, batchSize) = configuration.window.map { ($0, block) } ?? (block, 1)
    var trace = SequenceTrace(
      model: self, steps: steps, batchSize: batchSize, forTraining: false, keepsGates: true)
    let state = RecurrentState(model: self, batchSize: batchSize)
    let told = layers.filter { layer == nil || $0.index == layer }
    let result = told.flatMap { layer in
      layer.directions.map { LayerActivations(of: $0, layer: layer.index, tokens: count - 1) }
    }
    var losses: [Float] = []
    var inputs = [Int32](repeating: 0, count: steps * batchSize)
    for first in stride(from: 0, to: count, by: block) {
      // What lies beyond the end is read and not told.
      let targets = (1...block).map { tokens[min(first + $0, count - 1)] }
      for index in inputs.indices { inputs[index] = tokens[place(of: index, first: first, block: block, count: count)] }
      if configuration.window != nil { state.reset() }
      let blockLosses = self.losses(
        .tokens(inputs), targets: .tokens(targets), state: state, parameters: parameters, packed: packed,
        trace: &trace, on: team)
      let read = min(block, count - first)
      losses += blockLosses.rows(0..<min(read, count - 1 - first)).values
      var next = result[...]
      for layer in told {
        for (cells, part) in zip(layer.directions, trace.layers[layer.index].directions) {
          if let target = next.popFirst() { copy(part, of: cells, trace, first: first, count: read, into: target) }
        }
      }
    }
    return (result, losses)
  }

  /// Which token of a text stands at a place of the input `[T, B]` for the block of tokens that begins at `first`.
  private func place(of index: Int, first: Int, block: Int, count: Int) -> Int {
    guard let window = configuration.window else { return min(first + index, count - 1) }
    let (step, stream) = (index / block, index % block)
    return max(0, min(first + stream, count - 1) - (window - 1) + step)
  }

  /// The prelude, which is the first token, has no row in what is told.
  private func copy(
    _ part: LSTMTrace, of cells: LSTMLayer, _ trace: SequenceTrace, first: Int, count: Int,
    into target: LayerActivations
  ) {
    let skipped = first == 0 ? 1 : 0
    guard count > skipped else { return }
    let start = configuration.window == nil ? 0 : cells.step(trace.steps - 1, of: trace.steps) * trace.batchSize
    let source = start + skipped..<start + count
    // c and h have the state before the first step in front, in the order of time.
    let offset = cells.isReversed ? 0 : trace.batchSize
    let states = source.lowerBound + offset..<source.upperBound + offset
    let rows = first + skipped - 1..<first + count - 1
    target.gates.rows(rows).assign(part.gates.rows(source))
    target.cells.rows(rows).assign(part.cells.rows(states))
    target.hiddens.rows(rows).assign(part.hiddens.rows(states))
  }
}
