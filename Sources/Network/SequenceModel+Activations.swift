import Kernels

/// What the cells of one direction of a layer did at each step of one stream.
public struct LayerActivations: Sendable {
  /// The layer's place in the stack, from 0.
  public let layer: Int
  /// Whether they read from the end.
  public let isReversed: Bool
  /// What the cells are made of.
  public let variant: CellVariant
  /// `[T, G·H]`, the variant's blocks in order: gates and candidate.
  public let gates: Matrix
  /// c after each step, `[T, H]`.
  public let cells: Matrix
  /// h after each step, `[T, H]`.
  public let hiddens: Matrix
}

extension SequenceModel {
  /// Reads a text of T tokens from the empty state, and tells what every cell did.
  ///
  /// Also returns −ln p of every token after the first, for a network that predicts at every step; nil for windows.
  /// A network of windows reads the text as one window. Allocates about `4 · T · 6H` bytes a layer.
  public func activations(
    tokens: [Int32], parameters: ParameterVector, packed: PackedWeights, on team: ThreadTeam
  ) -> (layers: [LayerActivations], lossesNats: [Float]?) {
    let steps = tokens.count
    var trace = SequenceTrace(model: self, steps: steps, batchSize: 1, threads: team.count, forTraining: false)
    let state = RecurrentState(model: self, batchSize: 1)
    var losses: [Float]?
    if configuration.window == nil {
      let targets = Array(tokens.dropFirst()) + [0]
      losses = self.losses(
        .tokens(tokens), targets: .tokens(targets), state: state, parameters: parameters, packed: packed,
        trace: &trace, on: team
      ).values.dropLast()
    } else {
      forward(.tokens(tokens), state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    }
    let result = layers.flatMap { layer in
      zip(layer.directions, trace.layers[layer.index].directions).map { cells, part in
        let after = cells.isReversed ? 0..<steps : 1..<steps + 1
        return LayerActivations(
          layer: layer.index, isReversed: cells.isReversed, variant: cells.variant, gates: part.gates,
          cells: part.cells.rows(after), hiddens: part.hiddens.rows(after))
      }
    }
    return (result, losses)
  }
}
