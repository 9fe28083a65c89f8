import Kernels

/// The first layer's input product, without ever multiplying by a one-hot matrix: for each direction a table `[U, G·H]`
/// with one row for each distinct token of the chunk, gathered forward and scatter-added backward.
public struct TokenInput: Sendable {
  /// `[V, E]`, or nil for one-hot input.
  public let embedding: ParameterHandle?
  let layers: [LSTMLayer]
  let vocabularySize: Int

  /// Declares `embedding.weight`, which starts uniform with variance 1 as PyTorch's normal embedding has.
  static func declareEmbedding(
    vocabularySize: Int, encoding: TokenEncoding, in layout: inout ParameterLayout
  ) -> ParameterHandle? {
    guard case .embedding(let size) = encoding else { return nil }
    return layout.declare(
      "embedding.weight", shape: [vocabularySize, size], initializer: .uniform(bound: Float(3).squareRoot()))
  }

  init(embedding: ParameterHandle?, firstLayer: RecurrentLayer, vocabularySize: Int) {
    (self.embedding, layers, self.vocabularySize) = (embedding, firstLayer.directions, vocabularySize)
  }

  /// Fills the first layer's gates, `[T·B, G·H]` in each direction, with W_ih x + b for T·B token ids. Overwrites.
  func forward(
    tokens: [Int32], parameters: ParameterVector, packed: PackedTokenInput, trace: inout TokenTrace,
    first: LayerTrace, on team: ThreadTeam
  ) {
    trace.index(tokens)
    let embedded = trace.embedded.rows(0..<trace.distinct.count)
    if let embedding { gatherRows(of: parameters[embedding], at: trace.distinct, into: embedded, on: team) }
    for (direction, layer) in layers.enumerated() {
      let table = trace.tables[direction].rows(0..<trace.distinct.count)
      if embedding == nil {
        gatherColumns(of: parameters[layer.inputWeight], at: trace.distinct, into: table, on: team)
        for r in 0..<table.rows { add(parameters[layer.bias], into: table.rows(r..<r + 1)) }
      } else {
        broadcastRow(parameters[layer.bias], into: table, on: team)
        addProduct(embedded, packed.forward[direction], into: table, on: team)
      }
      gatherRows(of: table, at: trace.rows, into: first.directions[direction].gates, on: team)
    }
  }

  /// Adds the gradients of W_ih and the embedding, given those of the gates in the first layer's trace.
  func backward(
    packed: PackedTokenInput, trace: TokenTrace, first: LayerTrace, scratch: TransposedProductScratch,
    gradients: ParameterVector, on team: ThreadTeam
  ) {
    let embedded = trace.embedded.rows(0..<trace.distinct.count)
    for (direction, layer) in layers.enumerated() {
      let table = trace.tables[direction].rows(0..<trace.distinct.count)
      table.fill(0)
      scatterAddRows(first.directions[direction].gates, at: trace.rows, into: table, on: team)
      if embedding == nil {
        scatterAddColumns(table, at: trace.distinct, into: gradients[layer.inputWeight], on: team)
      } else {
        addTransposedProduct(table, embedded, into: gradients[layer.inputWeight], scratch: scratch, on: team)
      }
    }
    guard let embedding else { return }
    embedded.fill(0)
    for direction in layers.indices {
      addProduct(
        trace.tables[direction].rows(0..<trace.distinct.count), packed.backward[direction], into: embedded, on: team)
    }
    scatterAddRows(embedded, at: trace.distinct, into: gradients[embedding], on: team)
  }
}

/// The first layer's input weights as the products read them, one a direction; none for one-hot input, which needs
/// no product.
struct PackedTokenInput: Sendable {
  /// W_ihᵀ `[E, G·H]`
  let forward: [PackedMatrix]
  /// W_ih `[G·H, E]`
  let backward: [PackedMatrix]
  private let layers: [LSTMLayer]

  init(input: TokenInput, forTraining: Bool) {
    layers = input.embedding == nil ? [] : input.layers
    forward = layers.map { PackedMatrix(depth: $0.inputSize, columns: $0.gateColumns) }
    backward = forTraining ? layers.map { PackedMatrix(depth: $0.gateColumns, columns: $0.inputSize) } : []
  }

  func pack(_ parameters: ParameterVector, on team: ThreadTeam) {
    for (panels, layer) in zip(forward, layers) { panels.packTransposed(parameters[layer.inputWeight], on: team) }
    for (panels, layer) in zip(backward, layers) { panels.pack(parameters[layer.inputWeight], on: team) }
  }
}

/// The distinct tokens of a chunk and their tables.
///
/// Memory: `4 · min(V, T·B) · (G·H + E)` bytes, G·H for each direction.
struct TokenTrace: Sendable {
  /// The distinct tokens in order of appearance, U of them.
  private(set) var distinct: [Int32] = []
  /// For each of the T·B tokens its place in `distinct`.
  private(set) var rows: [Int32] = []
  /// `[U, G·H]` for each direction: W_ih x + b, then its gradient.
  let tables: [Matrix]
  /// `[U, E]`: embedded tokens, then their gradient; no columns for one-hot input.
  let embedded: Matrix
  private var place: [Int32]

  init(input: TokenInput, tokens: Int) {
    let most = min(input.vocabularySize, tokens)
    let width = input.embedding?.columns ?? 0
    tables = input.layers.map { Matrix(rows: most, columns: $0.gateColumns) }
    embedded = Matrix(rows: most, columns: width)
    place = [Int32](repeating: -1, count: input.vocabularySize)
    distinct.reserveCapacity(most)
    rows.reserveCapacity(tokens)
  }

  mutating func index(_ tokens: [Int32]) {
    for token in distinct { place[Int(token)] = -1 }
    distinct.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    for token in tokens {
      if place[Int(token)] < 0 {
        place[Int(token)] = Int32(distinct.count)
        distinct.append(token)
      }
      rows.append(place[Int(token)])
    }
  }
}
