import Kernels

extension SequenceModel {
  /// Forward, mean loss and backward through T steps (truncated backpropagation through time: Williams and Peng 1990),
  /// from the carried `state`, which ends after the last step and passes no gradient on.
  ///
  /// - targets: one for each row that the head reads.
  /// - share: what part of a batch these streams are; 1 for all of it.
  /// - gradients: to which `share` of those of the mean loss is added.
  ///
  /// Returns the mean loss; not finite when the parameters have diverged. No allocation but the team's.
  public func addGradients(
    _ input: SequenceInput, targets: SequenceTargets, state: RecurrentState, parameters: ParameterVector,
    packed: PackedWeights, trace: inout SequenceTrace, dropout: DropoutDraw?, share: Float = 1,
    into gradients: ParameterVector, on team: ThreadTeam
  ) -> Double {
    let hiddens = forward(
      input, state: state, parameters: parameters, packed: packed, trace: &trace, dropout: dropout, on: team)
    let outputGradient = trace.gradient(of: top.index, width: top.outputSize)
    head.lossesAndGradients(
      of: hiddens, targets: targets, share: share, hiddenGradient: trace.readoutGradient ?? outputGradient,
      parameters: parameters, packed: packed.head, trace: trace.head, gradients: gradients, on: team)
    spreadReadoutGradient(into: outputGradient, trace: trace)
    for index in layers.indices.reversed() {
      backpropagate(
        layer: index, input: input, parameters: parameters, packed: packed, trace: trace, dropout: dropout,
        gradients: gradients, on: team)
    }
    if let tokenInput, let weights = packed.tokenInput, let tokens = trace.tokens {
      tokenInput.backward(
        packed: weights, trace: tokens, first: trace.layers[0], gradients: gradients, on: team)
    }
    return meanLoss(trace)
  }

  /// Of a window only the last step is read, so nothing reaches the output of the others.
  private func spreadReadoutGradient(into outputGradient: Matrix, trace: SequenceTrace) {
    guard let gradient = trace.readoutGradient else { return }
    outputGradient.fill(0)
    forEachReadout(trace) { rows, columns in
      outputGradient.rows(rows).columns(columns).assign(gradient.columns(columns))
    }
  }

  private func backpropagate(
    layer index: Int, input: SequenceInput, parameters: ParameterVector, packed: PackedWeights, trace: SequenceTrace,
    dropout: DropoutDraw?, gradients: ParameterVector, on team: ThreadTeam
  ) {
    let (layer, layerTrace) = (layers[index], trace.layers[index])
    let outputGradient = trace.gradient(of: index, width: layer.outputSize)
    if let dropout, dropout.rate > 0, let mask = layerTrace.mask { multiply(outputGradient, by: mask, on: team) }
    var inputGradient: Matrix?
    if index > 0 { inputGradient = trace.gradient(of: index - 1, width: layers[index - 1].outputSize) }
    inputGradient?.fill(0)
    for (number, cells) in layer.directions.enumerated() {
      cells.backpropagateCells(
        outputGradient: outputGradient.columns(layer.columns(of: number)), inputGradient: inputGradient,
        parameters: parameters, packed: packed.layers[index][number], trace: layerTrace.directions[number],
        batchSize: trace.batchSize, recurrentDropout: dropout.map { $0.recurrentRate > 0 } ?? false,
        gradients: gradients, on: team)
    }
    guard let read = sequence(readBy: index, input: input, trace: trace, dropout: dropout) else { return }
    for (cells, part) in zip(layer.directions, layerTrace.directions) {
      cells.addInputWeightGradient(read, trace: part, gradients: gradients, on: team)
    }
  }

  /// What a layer has read, `[T·B, D]`; nil of the first layer where it reads tokens.
  private func sequence(
    readBy index: Int, input: SequenceInput, trace: SequenceTrace, dropout: DropoutDraw?
  ) -> Matrix? {
    if index > 0 {
      return layers[index - 1].lastOutput(
        trace: trace.layers[index - 1], batchSize: trace.batchSize, dropout: dropout)
    }
    if case .features(let features) = input { return features }
    return nil
  }

  /// What reaches the state that the last call of `gradients` began from.
  ///
  /// - recurrentDropout: whether that call dropped hidden states.
  ///
  /// For checks; training does not need it. Allocates its result.
  public func initialStateGradients(
    packed: PackedWeights, trace: SequenceTrace, recurrentDropout: Bool = false
  ) -> RecurrentState {
    let result = RecurrentState(model: self, batchSize: trace.batchSize)
    var direction = 0
    for (index, layer) in layers.enumerated() {
      for (number, cells) in layer.directions.enumerated() {
        let part = trace.layers[index].directions[number]
        let first = cells.step(0, of: trace.steps)
        cells.addStateGradient(
          of: part.gates.rows(first * trace.batchSize..<(first + 1) * trace.batchSize), rows: 0..<trace.batchSize,
          packed: packed.layers[index][number], trace: part, recurrentDropout: recurrentDropout,
          into: result.hiddens[direction])
        result.cells[direction].assign(part.cellGradient)
        if let gates = result.gates[direction], let gradient = part.gateGradient { gates.assign(gradient) }
        direction += 1
      }
    }
    return result
  }

  private func meanLoss(_ trace: SequenceTrace) -> Double {
    let losses = trace.head.losses
    var sum = 0.0
    for row in 0..<losses.rows { sum += Double(losses[row, 0]) }
    return sum / Double(losses.rows)
  }
}
