import Kernels

/// The state that a stream carries from chunk to chunk: h and c of every layer and direction, `[B, H]` each, and the
/// gates' activations `[B, 4H]` of cells with full gate recurrence.
public struct RecurrentState: Sendable {
  /// h, from the input upwards, the backward direction of a layer after the forward one.
  public let hiddens: [Matrix]
  /// c, likewise.
  public let cells: [Matrix]
  /// The gates; nil for cells that do not look back at them.
  public let gates: [Matrix?]
  private let names: [String]

  /// Zeros for `batchSize` streams.
  public init(model: SequenceModel, batchSize: Int) {
    let layers = model.layers.flatMap(\.directions)
    names = layers.map(\.name)
    hiddens = layers.map { Matrix(rows: batchSize, columns: $0.hiddenSize) }
    cells = layers.map { Matrix(rows: batchSize, columns: $0.hiddenSize) }
    gates = layers.map {
      $0.variant.hasFullGateRecurrence ? Matrix(rows: batchSize, columns: 4 * $0.hiddenSize) : nil
    }
  }

  private init(hiddens: [Matrix], cells: [Matrix], gates: [Matrix?], names: [String]) {
    (self.hiddens, self.cells, self.gates, self.names) = (hiddens, cells, gates, names)
  }

  /// Every part with its name, such as `hidden_state_l0`.
  public var parts: [(name: String, values: Matrix)] {
    names.indices.flatMap { index in
      [("hidden_state_", hiddens[index]), ("cell_state_", cells[index]), ("gate_state_", gates[index])]
        .compactMap { prefix, values in values.map { (prefix + names[index], $0) } }
    }
  }

  private func forEachPart(_ body: (Matrix) -> Void) {
    for index in hiddens.indices {
      body(hiddens[index])
      body(cells[index])
      if let gates = gates[index] { body(gates) }
    }
  }

  /// Back to zeros.
  public func reset() { forEachPart { $0.fill(0) } }

  /// One stream back to zeros.
  public func reset(stream: Int) { forEachPart { $0.rows(stream..<stream + 1).fill(0) } }

  /// The state of some streams: a view.
  public func streams(_ range: Range<Int>) -> RecurrentState {
    RecurrentState(
      hiddens: hiddens.map { $0.rows(range) }, cells: cells.map { $0.rows(range) },
      gates: gates.map { $0?.rows(range) }, names: names)
  }

  /// Overwrites with another state of the same shape.
  public func assign(_ other: RecurrentState) {
    for (part, source) in zip(parts, other.parts) { part.values.assign(source.values) }
  }
}
