import Kernels

/// The first layer's input product, without ever multiplying by a one-hot matrix: for each direction a table `[U, G·H]`
/// with one row for each token, gathered forward and scatter-added backward. Training has rows for the distinct tokens
/// of a chunk, since the weights change with each; weights that stay have those of the whole vocabulary unless it is
/// large.
public struct TokenInput: Sendable {
  /// `[V, E]`, or nil for one-hot input.
  public let embedding: ParameterHandle?
  let directions: [RecurrentDirection]
  let vocabularySize: Int

  /// Declares `embedding.weight`, which starts uniform with variance 1 as PyTorch's normal embedding has.
  static func declareEmbedding(of input: NetworkInput, in layout: inout ParameterLayout) -> ParameterHandle? {
    guard case .tokens(let vocabularySize, let encoding) = input, encoding != .oneHot else { return nil }
    return layout.declare(
      "embedding.weight", shape: [vocabularySize, input.size], initializer: .uniform(bound: Float(3).squareRoot()))
  }

  init(embedding: ParameterHandle?, firstLayer: RecurrentLayer, vocabularySize: Int) {
    (self.embedding, directions, self.vocabularySize) = (embedding, firstLayer.directions, vocabularySize)
  }

  /// What the first layer reads, for T·B token ids.
  func forward(
    _ tokens: [Int32], _ weights: PackedTokenInput, _ buffers: inout TokenBuffers, on team: ThreadTeam
  ) -> LayerInput {
    guard weights.tables.isEmpty else { return .tables(weights.tables, rows: tokens) }
    buffers.index(tokens)
    let embedded = buffers.embedded.rows(0..<buffers.distinct.count)
    if let embedding { gatherRows(of: weights.parameters[embedding], at: buffers.distinct, into: embedded, on: team) }
    for (direction, table) in buffers.tables.enumerated() {
      fill(table.rows(0..<buffers.distinct.count), with: embedded, of: buffers.distinct, direction, weights, on: team)
    }
    return .tables(buffers.tables, rows: buffers.rows)
  }

  /// Overwrites a direction's table with W_ih x + b for some tokens.
  ///
  /// - embedded: their rows of the embedding, where there is one.
  fileprivate func fill(
    _ table: Matrix, with embedded: Matrix, of tokens: [Int32], _ direction: Int, _ weights: PackedTokenInput,
    on team: ThreadTeam
  ) {
    let start = weights.starts[direction]
    if embedding == nil {
      gatherColumns(of: weights.parameters[directions[direction].inputWeight], at: tokens, into: table, on: team)
      for r in 0..<table.rows { add(start, into: table.rows(r..<r + 1)) }
    } else {
      addProduct(embedded, weights.panels[direction], to: .row(start), into: table, on: team)
    }
  }

  /// Adds the gradients of W_ih and the embedding, given those of the sums in the first layer's buffers.
  func backward(
    _ weights: PackedTokenInput, _ buffers: TokenBuffers, first: LayerBuffers, into gradients: ParameterVector,
    on team: ThreadTeam
  ) {
    let embedded = buffers.embedded.rows(0..<buffers.distinct.count)
    for (number, direction) in directions.enumerated() {
      let table = buffers.tables[number].rows(0..<buffers.distinct.count)
      table.fill(0)
      scatterAddRows(first.directions[number].gates, at: buffers.rows, into: table, on: team)
      if embedding == nil {
        scatterAddColumns(table, at: buffers.distinct, into: gradients[direction.inputWeight], on: team)
      } else {
        addTransposedProduct(table, embedded, into: gradients[direction.inputWeight], on: team)
      }
    }
    guard let embedding else { return }
    embedded.fill(0)
    for number in directions.indices {
      addProduct(
        buffers.tables[number].rows(0..<buffers.distinct.count), weights.panels[number], into: embedded, on: team)
    }
    scatterAddRows(embedded, at: buffers.distinct, into: gradients[embedding], on: team)
  }
}

/// Which tokens have rows in the first layer's tables.
enum TokenTables: Sendable {
  /// Those of each chunk: for weights that change.
  case ofEachChunk
  /// All of them, where they are not too many: for weights that stay.
  case ofVocabulary
}

/// The first layer's input weights as products in one order read them, one a direction; none for one-hot input, which
/// needs no product.
final class PackedTokenInput: Sendable {
  let parameters: ParameterVector
  /// W_ih
  let panels: [PackedMatrix]
  /// What the sums of each direction begin with.
  let starts: [Matrix]
  /// W_ih x + b for every token `[V, G·H]`, where the weights stay and the tokens are at most `mostRows`.
  let tables: [Matrix]
  private let input: TokenInput

  /// Tables beyond this would take longer to fill than most texts to read.
  private static let mostRows = 1024

  init(_ input: TokenInput, _ parameters: ParameterVector, order: ProductOrder, tables: TokenTables) {
    (self.input, self.parameters) = (input, parameters)
    let multiplied = input.embedding == nil ? [] : input.directions
    panels = multiplied.map { PackedMatrix(weight: parameters[$0.inputWeight], order: order) }
    starts = input.directions.map { $0.sumStart(in: parameters) }
    let tabled = tables == .ofVocabulary && input.vocabularySize <= Self.mostRows ? input.directions : []
    self.tables = tabled.map { Matrix(rows: input.vocabularySize, columns: $0.gateColumns) }
  }

  func pack(_ order: ProductOrder, on team: ThreadTeam) {
    for (panels, direction) in zip(panels, input.directions) {
      panels.pack(parameters[direction.inputWeight], order, on: team)
    }
    for (direction, table) in tables.enumerated() {
      let embedded = input.embedding.map { parameters[$0] } ?? Matrix(rows: 0, columns: 0)
      input.fill(table, with: embedded, of: (0..<Int32(table.rows)).map { $0 }, direction, self, on: team)
    }
  }
}

/// The distinct tokens of a chunk and their tables.
///
/// Memory: `4 · min(V, T·B) · (G·H + E)` bytes, G·H for each direction.
struct TokenBuffers: Sendable {
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
    tables = input.directions.map { Matrix(rows: most, paddedColumns: $0.gateColumns) }
    embedded = Matrix(rows: most, paddedColumns: width)
    place = [Int32](repeating: -1, count: input.vocabularySize)
    distinct.reserveCapacity(most)
    rows.reserveCapacity(tokens)
  }

  /// The floats that `init` allocates.
  static func floatCount(input: TokenInput, tokens: Double) -> Double {
    let widths = input.directions.map(\.gateColumns) + [input.embedding?.columns ?? 0]
    return min(Double(input.vocabularySize), tokens)
      * Double(widths.reduce(0) { $0 + Matrix.paddedStride(of: $1) })
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
