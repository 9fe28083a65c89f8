import Kernels

extension SequenceModel {
  /// Runs T steps of B streams from `state`, and leaves the state after them there.
  ///
  /// - tokens: T·B ids, step by step (`[T, B]`).
  /// - dropout: the masks to draw while training; nil when evaluating and generating.
  ///
  /// Returns what the head reads, `[T·B, H]`: a view of the trace. No allocation.
  @discardableResult
  public func forward(
    tokens: [Int32], state: RecurrentState, parameters: ParameterVector, packed: PackedWeights,
    trace: inout SequenceTrace, dropout: DropoutDraw? = nil, on team: ThreadTeam
  ) -> Matrix {
    let batchSize = trace.batchSize
    precondition(
      tokens.count == trace.steps * batchSize, "\(tokens.count) tokens for \(trace.steps) steps of \(batchSize)")
    input.forward(
      tokens: tokens, parameters: parameters, packed: packed.input, trace: &trace.tokens, gates: trace.layers[0].gates,
      on: team)
    var output: Matrix?
    for (index, layer) in layers.enumerated() {
      let layerTrace = trace.layers[index]
      if let output {
        layer.projectInput(
          output, parameters: parameters, packed: packed.layers[index], trace: layerTrace, on: team)
      }
      layerTrace.hiddens.rows(0..<batchSize).assign(state.hiddens[index])
      layerTrace.cells.rows(0..<batchSize).assign(state.cells[index])
      layer.runCells(packed: packed.layers[index], trace: layerTrace, batchSize: batchSize, on: team)
      let last = trace.steps * batchSize..<(trace.steps + 1) * batchSize
      state.hiddens[index].assign(layerTrace.hiddens.rows(last))
      state.cells[index].assign(layerTrace.cells.rows(last))
      output = layer.output(trace: layerTrace, batchSize: batchSize, dropout: dropout, index: index, on: team)
    }
    guard let output else { preconditionFailure("a model without layers") }
    return output
  }

  /// The logits of some rows of what `forward` returned, `[N, V]`. Overwrites `logits`.
  public func logits(
    of hiddens: Matrix, into logits: Matrix, parameters: ParameterVector, packed: PackedWeights, on team: ThreadTeam
  ) {
    head.logits(of: hiddens, into: logits, parameters: parameters, packed: packed.head, on: team)
  }

  /// −ln p of every target, `[T·B, 1]`: a view of the trace. No gradients, no dropout.
  public func lossesNats(
    tokens: [Int32], targets: [Int32], state: RecurrentState, parameters: ParameterVector, packed: PackedWeights,
    trace: inout SequenceTrace, on team: ThreadTeam
  ) -> Matrix {
    let hiddens = forward(
      tokens: tokens, state: state, parameters: parameters, packed: packed, trace: &trace, on: team)
    head.losses(
      of: hiddens, targets: targets, parameters: parameters, packed: packed.head, trace: trace.head, on: team)
    return trace.head.lossNats
  }
}
