import Kernels

extension SequenceModel {
  /// Forward, mean cross-entropy and backward through T steps (truncated backpropagation through time: Williams
  /// and Peng 1990), from the carried `state`, which ends after the last step and passes no gradient on.
  ///
  /// - tokens, targets: T·B ids each, `[T, B]`.
  /// - gradients: overwritten with those of the mean loss.
  ///
  /// Returns the mean loss in nats; not finite when the parameters have diverged. No allocation.
  public func gradients(
    tokens: [Int32], targets: [Int32], state: RecurrentState, parameters: ParameterVector, packed: PackedWeights,
    trace: inout SequenceTrace, dropout: DropoutDraw?, into gradients: ParameterVector, on team: ThreadTeam
  ) -> Double {
    gradients.row.fill(0)
    let hiddens = forward(
      tokens: tokens, state: state, parameters: parameters, packed: packed, trace: &trace, dropout: dropout, on: team)
    let top = layers.count - 1
    head.lossesAndGradients(
      of: hiddens, targets: targets, hiddenGradient: trace.gradient(of: top, width: layers[top].hiddenSize),
      parameters: parameters, packed: packed.head, trace: trace.head, scratch: trace.scratch, gradients: gradients,
      on: team)
    for index in layers.indices.reversed() {
      backpropagate(layer: index, packed: packed, trace: trace, dropout: dropout, gradients: gradients, on: team)
    }
    input.backward(
      gateGradients: trace.layers[0].gates, packed: packed.input, trace: trace.tokens, scratch: trace.scratch,
      gradients: gradients, on: team)
    return meanLossNats(trace)
  }

  private func backpropagate(
    layer index: Int, packed: PackedWeights, trace: SequenceTrace, dropout: DropoutDraw?, gradients: ParameterVector,
    on team: ThreadTeam
  ) {
    let layer = layers[index]
    layer.backpropagateCells(
      outputGradient: trace.gradient(of: index, width: layer.hiddenSize), packed: packed.layers[index],
      trace: trace.layers[index], batchSize: trace.batchSize, dropout: dropout != nil, scratch: trace.scratch,
      gradients: gradients, on: team)
    guard index > 0 else { return }
    let below = trace.layers[index - 1]
    let hiddens = below.hiddens.rows(trace.batchSize..<below.hiddens.rows)
    layer.backpropagateInput(
      dropout == nil ? hiddens : below.dropped ?? hiddens,
      inputGradient: trace.gradient(of: index - 1, width: layer.inputSize), packed: packed.layers[index],
      trace: trace.layers[index], scratch: trace.scratch, gradients: gradients, on: team)
  }

  /// What reaches the state that the last call of `gradients` began from: h and c of every layer, `[B, H]` each.
  ///
  /// For checks; training does not need it. Allocates its result.
  public func initialStateGradients(packed: PackedWeights, trace: SequenceTrace) -> RecurrentState {
    let result = RecurrentState(model: self, batchSize: trace.batchSize)
    for index in layers.indices {
      guard let weights = packed.layers[index].recurrentBackward else {
        preconditionFailure("weights packed for forward only")
      }
      addProduct(trace.layers[index].gates.rows(0..<trace.batchSize), weights, into: result.hiddens[index])
      result.cells[index].assign(trace.layers[index].cellGradient)
    }
    return result
  }

  private func meanLossNats(_ trace: SequenceTrace) -> Double {
    let losses = trace.head.lossNats
    var sum = 0.0
    for row in 0..<losses.rows { sum += Double(losses[row, 0]) }
    return sum / Double(losses.rows)
  }
}
