import Kernels

extension LSTMLayer {
  /// Backpropagation through time (Werbos 1990) over the trace's T steps.
  ///
  /// - outputGradient: `[T·B, H]` what reaches the layer's output; becomes what reaches h[t] in all.
  ///
  /// Leaves the gradients of the pre-activations in the trace's gates, and what reaches c[−1] in its
  /// `cellGradient`; adds the gradients of W_hh and the bias.
  func backpropagateCells(
    outputGradient: Matrix, packed: PackedLSTM, trace: LSTMTrace, batchSize: Int, dropout: Bool,
    scratch: TransposedProductScratch, gradients: ParameterVector, on team: ThreadTeam
  ) {
    guard let weights = packed.recurrentBackward else { preconditionFailure("weights packed for forward only") }
    let steps = trace.gates.rows / batchSize
    if dropout, let mask = trace.mask { multiply(outputGradient, by: mask, on: team) }
    trace.cellGradient.fill(0)
    team.split(batchSize) { rows in
      for t in (0..<steps).reversed() {
        let now = rows.at(step: t, of: batchSize)
        let next = rows.at(step: t + 1, of: batchSize)
        let hiddenGradient = outputGradient.rows(now)
        if t + 1 < steps { addProduct(trace.gates.rows(next), weights, into: hiddenGradient) }
        backwardCell(
          gates: trace.gates.rows(now), previousCell: trace.cells.rows(now), cell: trace.cells.rows(next),
          hiddenGradient: hiddenGradient, cellGradient: trace.cellGradient.rows(rows))
      }
    }
    addTransposedProduct(
      trace.gates, trace.hiddens.rows(0..<steps * batchSize), into: gradients[recurrentWeight], scratch: scratch,
      on: team)
    addColumnSums(of: trace.gates, into: gradients[bias], on: team)
  }

  /// The gradient of `projectInput`: adds that of W_ih, and overwrites `inputGradient` `[T·B, D]`.
  func backpropagateInput(
    _ input: Matrix, inputGradient: Matrix, packed: PackedLSTM, trace: LSTMTrace,
    scratch: TransposedProductScratch, gradients: ParameterVector, on team: ThreadTeam
  ) {
    guard let weights = packed.inputBackward else { preconditionFailure("weights packed for forward only") }
    addTransposedProduct(trace.gates, input, into: gradients[inputWeight], scratch: scratch, on: team)
    inputGradient.fill(0)
    addProduct(trace.gates, weights, into: inputGradient, on: team)
  }
}
