import Kernels

/// The state that streams carry from chunk to chunk: h and c of every layer and direction, and what else a kind of cell
/// looks back at.
///
/// A reference: `streams(_:)` gives another view of the same numbers.
public final class RecurrentState: Sendable {
  /// By layer and direction.
  let layers: [[DirectionState]]
  /// `[B, n − 1]`: the last tokens, of a network that reads n-grams.
  let preceding: Matrix?
  private let names: [[[String]]]

  /// Zeros for `batchSize` streams.
  public init(model: SequenceModel, batchSize: Int) {
    layers = model.layers.map { layer in
      layer.directions.map { direction in
        DirectionState(parts: direction.cell.state.map { Matrix(rows: batchSize, columns: $0.width) })
      }
    }
    preceding = model.nGramInput.map { Matrix(rows: batchSize, columns: $0.precedingTokens) }
    names = model.layers.map { layer in
      layer.directions.map { direction in direction.cell.state.map { $0.prefix + direction.name } }
    }
  }

  /// The floats that `init` allocates for a stream.
  static func floatsPerStream(model: SequenceModel) -> Int {
    model.layers.reduce(model.nGramInput?.precedingTokens ?? 0) { sum, layer in
      layer.directions.reduce(sum) { $1.cell.state.reduce($0) { $0 + $1.width } }
    }
  }

  private init(layers: [[DirectionState]], preceding: Matrix?, names: [[[String]]]) {
    (self.layers, self.preceding, self.names) = (layers, preceding, names)
  }

  /// B
  public var streamCount: Int { layers[0][0].streams }

  /// Every part `[B, width]` with its name, such as `hidden_state_l0`.
  public var parts: [(name: String, values: Matrix)] {
    zip(names.joined(), layers.joined()).flatMap { zip($0, $1.parts).map { ($0, $1) } }
      + (preceding.map { [("preceding_tokens", $0)] } ?? [])
  }

  private func forEachPart(_ body: (Matrix) -> Void) {
    for layer in layers { for direction in layer { for part in direction.parts { body(part) } } }
    if let preceding { body(preceding) }
  }

  /// Back to zeros.
  public func reset() { forEachPart { $0.fill(0) } }

  /// One stream back to zeros.
  public func reset(stream: Int) { forEachPart { $0.rows(stream..<stream + 1).fill(0) } }

  /// The state of some streams: a view.
  public func streams(_ range: Range<Int>) -> RecurrentState {
    RecurrentState(
      layers: layers.map { $0.map { DirectionState(parts: $0.parts.map { $0.rows(range) }) } },
      preceding: preceding?.rows(range), names: names)
  }

  /// Overwrites with another state of the same shape.
  public func assign(_ other: RecurrentState) {
    for (layer, source) in zip(layers, other.layers) {
      for (direction, source) in zip(layer, source) {
        for (part, source) in zip(direction.parts, source.parts) { part.assign(source) }
      }
    }
    if let preceding, let source = other.preceding { preceding.assign(source) }
  }
}

/// The parts of a direction's state, `[B, width]` each, h first.
struct DirectionState: Sendable {
  let parts: [Matrix]

  /// B
  var streams: Int { parts[0].rows }
}
