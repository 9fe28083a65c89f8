import Kernels

extension SequenceModel {
  /// Runs T steps of B streams from `state`, and leaves the state after them there.
  ///
  /// - dropout: the masks to draw while training; nil when evaluating and generating.
  ///
  /// Returns what the head reads, `[N, outputSize]` where N is T·B, or B for the last step of windows: a view of the
  /// trace. No allocation.
  @discardableResult
  public func forward(
    _ input: SequenceInput, state: RecurrentState, parameters: ParameterVector, packed: PackedWeights,
    trace: inout SequenceTrace, dropout: DropoutDraw? = nil, on team: ThreadTeam
  ) -> Matrix {
    let batchSize = trace.batchSize
    var read = read(input, parameters: parameters, packed: packed, trace: &trace, on: team)
    var direction = 0
    for (index, layer) in layers.enumerated() {
      let layerTrace = trace.layers[index]
      if let dropout { layer.drawRecurrentMasks(dropout, trace: layerTrace, on: team) }
      for (number, cells) in layer.directions.enumerated() {
        let (part, weights) = (layerTrace.directions[number], packed.layers[index][number])
        cells.runCells(
          read, state: state, direction: direction, parameters: parameters, packed: weights, trace: part,
          batchSize: batchSize,
          recurrentDropout: dropout.map { $0.recurrentRate > 0 } ?? false, on: team)
        direction += 1
      }
      read = .sequence(layer.output(trace: layerTrace, batchSize: batchSize, dropout: dropout, on: team))
    }
    guard case .sequence(let output) = read else { preconditionFailure("a model without layers") }
    return readout(of: output, trace: trace)
  }

  /// What the first layer reads.
  private func read(
    _ input: SequenceInput, parameters: ParameterVector, packed: PackedWeights, trace: inout SequenceTrace,
    on team: ThreadTeam
  ) -> LayerInput {
    let (steps, batchSize) = (trace.steps, trace.batchSize)
    switch input {
    case .tokens(let tokens):
      precondition(tokens.count == steps * batchSize, "\(tokens.count) tokens for \(steps) steps of \(batchSize)")
      guard let tokenInput, let weights = packed.tokenInput else {
        preconditionFailure("tokens for a network that reads numbers")
      }
      return tokenInput.forward(
        tokens: tokens, parameters: parameters, packed: weights, trace: &trace.tokens!, on: team)
    case .features(let features):
      precondition(
        tokenInput == nil && features.rows == steps * batchSize && features.columns == configuration.input.size,
        "\(features.rows) rows of \(features.columns) numbers for \(steps) steps of \(batchSize)")
      return .sequence(features)
    }
  }

  /// All steps, or of a window the last one in each direction's own order.
  private func readout(of output: Matrix, trace: SequenceTrace) -> Matrix {
    guard let readout = trace.readout else { return output }
    forEachReadout(trace) { rows, columns in readout.columns(columns).assign(output.rows(rows).columns(columns)) }
    return readout
  }

  /// The rows of the last layer's output that a direction's last step stands in, and its columns.
  func forEachReadout(_ trace: SequenceTrace, _ body: (Range<Int>, Range<Int>) -> Void) {
    for (number, cells) in top.directions.enumerated() {
      let last = cells.step(trace.steps - 1, of: trace.steps)
      body(last * trace.batchSize..<(last + 1) * trace.batchSize, top.columns(of: number))
    }
  }

  /// The outputs for some rows of what `forward` returned, `[N, V]`: logits, or what is predicted. Overwrites.
  public func outputs(
    of hiddens: Matrix, into outputs: Matrix, parameters: ParameterVector, packed: PackedWeights, on team: ThreadTeam
  ) {
    head.outputs(of: hiddens, into: outputs, parameters: parameters, packed: packed.head, on: team)
  }

  /// The loss of every row that the head reads, `[N, 1]`: a view of the trace. No gradients, no dropout.
  public func losses(
    _ input: SequenceInput, targets: SequenceTargets, state: RecurrentState, parameters: ParameterVector,
    packed: PackedWeights, trace: inout SequenceTrace, on team: ThreadTeam
  ) -> Matrix {
    let hiddens = forward(
      input, state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    head.losses(
      of: hiddens, targets: targets, parameters: parameters, packed: packed.head, trace: trace.head, on: team)
    return trace.head.losses
  }
}
