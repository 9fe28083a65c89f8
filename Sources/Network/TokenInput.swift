import Kernels

/// The first layer's input product, without ever multiplying by a one-hot matrix: a table `[U, 4H]` with one row
/// for each distinct token of the chunk, gathered forward and scatter-added backward.
public struct TokenInput: Sendable {
  /// `[V, E]`, or nil for one-hot input.
  public let embedding: ParameterHandle?
  private let layer: LSTMLayer
  let vocabularySize: Int

  /// Declares `embedding.weight`, which starts uniform with variance 1 as PyTorch's normal embedding has.
  static func declareEmbedding(_ configuration: ModelConfiguration, in layout: inout ParameterLayout)
    -> ParameterHandle?
  {
    guard case .embedding(let size) = configuration.input else { return nil }
    return layout.declare(
      "embedding.weight", shape: [configuration.vocabularySize, size],
      initializer: .uniform(bound: Float(3).squareRoot()))
  }

  init(embedding: ParameterHandle?, firstLayer: LSTMLayer, vocabularySize: Int) {
    (self.embedding, layer, self.vocabularySize) = (embedding, firstLayer, vocabularySize)
  }

  /// Fills the first layer's gates `[T·B, 4H]` with W_ih x + b for `tokens` (T·B ids). Overwrites.
  func forward(
    tokens: [Int32], parameters: ParameterVector, packed: PackedTokenInput, trace: inout TokenTrace, gates: Matrix,
    on team: ThreadTeam
  ) {
    trace.index(tokens)
    let table = trace.table.rows(0..<trace.distinct.count)
    let weight = parameters[layer.inputWeight]
    if let embedding, let product = packed.forward {
      let embedded = trace.embedded.rows(0..<trace.distinct.count)
      gatherRows(of: parameters[embedding], at: trace.distinct, into: embedded, on: team)
      broadcastRow(parameters[layer.bias], into: table, on: team)
      addProduct(embedded, product, into: table, on: team)
    } else {
      gatherColumns(of: weight, at: trace.distinct, into: table, on: team)
      for r in 0..<table.rows { add(parameters[layer.bias], into: table.rows(r..<r + 1)) }
    }
    gatherRows(of: table, at: trace.rows, into: gates, on: team)
  }

  /// Adds the gradients of W_ih and the embedding, given those of the gates `[T·B, 4H]`.
  func backward(
    gateGradients: Matrix, packed: PackedTokenInput, trace: TokenTrace, scratch: TransposedProductScratch,
    gradients: ParameterVector, on team: ThreadTeam
  ) {
    let table = trace.table.rows(0..<trace.distinct.count)
    table.fill(0)
    scatterAddRows(gateGradients, at: trace.rows, into: table, on: team)
    guard let embedding, let product = packed.backward else {
      return scatterAddColumns(table, at: trace.distinct, into: gradients[layer.inputWeight], on: team)
    }
    let embedded = trace.embedded.rows(0..<trace.distinct.count)
    addTransposedProduct(table, embedded, into: gradients[layer.inputWeight], scratch: scratch, on: team)
    embedded.fill(0)
    addProduct(table, product, into: embedded, on: team)
    scatterAddRows(embedded, at: trace.distinct, into: gradients[embedding], on: team)
  }
}

/// The first layer's input weight as the products read it; nothing for one-hot input, which needs no product.
struct PackedTokenInput: Sendable {
  /// W_ihᵀ `[E, 4H]`
  let forward: PackedMatrix?
  /// W_ih `[4H, E]`
  let backward: PackedMatrix?

  init(input: TokenInput, layer: LSTMLayer, forTraining: Bool) {
    let (depth, width) = (input.embedding?.columns, 4 * layer.hiddenSize)
    forward = depth.map { PackedMatrix(depth: $0, columns: width) }
    backward = forTraining ? depth.map { PackedMatrix(depth: width, columns: $0) } : nil
  }

  func pack(_ layer: LSTMLayer, of parameters: ParameterVector, on team: ThreadTeam) {
    forward?.packTransposed(parameters[layer.inputWeight], on: team)
    backward?.pack(parameters[layer.inputWeight], on: team)
  }
}

/// The distinct tokens of a chunk and their table.
///
/// Memory: `4 · min(V, T·B) · (4H + E)` bytes.
struct TokenTrace: Sendable {
  /// The distinct tokens in order of appearance, U of them.
  private(set) var distinct: [Int32] = []
  /// For each of the T·B tokens its place in `distinct`.
  private(set) var rows: [Int32] = []
  /// `[U, 4H]`: W_ih x + b, then its gradient.
  let table: Matrix
  /// `[U, E]`: embedded tokens, then their gradient; no columns for one-hot input.
  let embedded: Matrix
  private var place: [Int32]

  init(input: TokenInput, layer: LSTMLayer, tokens: Int) {
    let most = min(input.vocabularySize, tokens)
    let width = input.embedding?.columns ?? 0
    table = Matrix(rows: most, columns: 4 * layer.hiddenSize)
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
