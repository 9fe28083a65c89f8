import Kernels

extension LSTMLayer {
  /// Backpropagation through time (Werbos 1990) over the trace's T steps.
  ///
  /// - outputGradient: `[T·B, H]` what reaches the layer's output; becomes what reaches h[t] in all.
  /// - inputGradient: `[T·B, D]`, to which what reaches the layer's input is added; nil where nobody asks.
  ///
  /// Leaves the gradients of the pre-activations in the trace's gates, and what reaches the first step's c in its
  /// `cellGradient`; adds the gradients of all weights but W_ih.
  func backpropagateCells(
    outputGradient: Matrix, inputGradient: Matrix?, parameters: ParameterVector, packed: PackedLSTM, trace: LSTMTrace,
    batchSize: Int, recurrentDropout: Bool, gradients: ParameterVector, on team: ThreadTeam
  ) {
    let steps = trace.rows / batchSize
    let peepholeRows = peepholes.map { parameters[$0] }
    trace.cellGradient.fill(0)
    trace.gateGradient?.fill(0)
    let worksByStep = worksByStep(batchSize: batchSize, on: team)
    team.split(batchSize) { rows in
      for index in (0..<steps).reversed() {
        let t = step(index, of: steps)
        let (before, after) = places(ofStep: t)
        let current = rows.at(step: t, of: batchSize)
        let hiddenGradient = outputGradient.rows(current)
        if index + 1 < steps {
          let next = trace.gates.rows(rows.at(step: step(index + 1, of: steps), of: batchSize))
          addStateGradient(
            of: next, rows: rows, packed: packed, trace: trace, recurrentDropout: recurrentDropout,
            into: hiddenGradient)
        }
        backwardCell(
          variant, gates: trace.gates.rows(current),
          gateGradient: trace.gateGradient?.rows(rows), peepholes: peepholeRows,
          previousCell: trace.cells.rows(rows.at(step: before, of: batchSize)),
          cell: trace.cells.rows(rows.at(step: after, of: batchSize)), hiddenGradient: hiddenGradient,
          cellGradient: trace.cellGradient.rows(rows))
        if worksByStep, let inputGradient {
          addInputGradient(
            of: trace.gates.rows(current), packed: packed, into: inputGradient.rows(current), on: .alone)
        }
      }
    }
    if !worksByStep, let inputGradient {
      addInputGradient(of: trace.gates, packed: packed, into: inputGradient, on: team)
    }
    addWeightGradients(
      trace: trace, batchSize: batchSize, recurrentDropout: recurrentDropout, gradients: gradients, on: team)
  }

  /// What reaches the state before a step whose gates' gradients are `gates` `[rows, G·H]`: adds to `hiddenGradient`,
  /// and overwrites the trace's `gateGradient` where the gates are part of the state.
  func addStateGradient(
    of gates: Matrix, rows: Range<Int>, packed: PackedLSTM, trace: LSTMTrace, recurrentDropout: Bool,
    into hiddenGradient: Matrix
  ) {
    guard let weights = packed.recurrentBackward else { preconditionFailure("weights packed for forward only") }
    if recurrentDropout, let mask = trace.recurrentMask, let dropped = trace.droppedGradient?.rows(rows) {
      dropped.fill(0)
      addProduct(gates, weights, into: dropped)
      addProduct(of: dropped, mask.rows(rows), into: hiddenGradient)
    } else {
      addProduct(gates, weights, into: hiddenGradient)
    }
    guard let gateGradient = trace.gateGradient?.rows(rows), let weights = packed.gates?.backward else { return }
    gateGradient.fill(0)
    addProduct(gates, weights, into: gateGradient)
  }

  private func addWeightGradients(
    trace: LSTMTrace, batchSize: Int, recurrentDropout: Bool, gradients: ParameterVector, on team: ThreadTeam
  ) {
    let before = isReversed ? batchSize..<batchSize + trace.rows : 0..<trace.rows
    let after = isReversed ? 0..<trace.rows : batchSize..<batchSize + trace.rows
    let hiddens = recurrentDropout ? trace.droppedHiddens ?? trace.hiddens : trace.hiddens
    addTransposedProduct(
      trace.gates, hiddens.rows(before), into: gradients[recurrentWeight], on: team)
    addColumnSums(of: trace.gates, into: gradients[bias], on: team)
    if let peepholes {
      let blocks = [
        (variant.inputBlock, before), (variant.forgetBlock, before), (variant.outputBlock, after),
      ]
      let present = blocks.compactMap { block, rows in block.map { ($0, rows) } }
      for (row, (block, rows)) in present.enumerated() {
        addColumnSums(
          ofProduct: trace.gates.columns(block * hiddenSize..<(block + 1) * hiddenSize), trace.cells.rows(rows),
          into: gradients[peepholes].rows(row..<row + 1), on: team)
      }
    }
    if let gateWeight, let history = trace.gateHistory {
      GateRecurrence.addGradient(
        gateGradients: trace.gates, previousGates: history.rows(before), into: gradients[gateWeight], on: team)
    }
  }

  /// Adds the gradient of W_ih, given what the layer read, `[T·B, D]`.
  func addInputWeightGradient(
    _ input: Matrix, trace: LSTMTrace, gradients: ParameterVector, on team: ThreadTeam
  ) {
    addTransposedProduct(trace.gates, input, into: gradients[inputWeight], on: team)
  }

  /// Adds to some rows of `inputGradient` what reaches the layer's input, given the gradients of their gates.
  private func addInputGradient(
    of gates: Matrix, packed: PackedLSTM, into inputGradient: Matrix, on team: ThreadTeam
  ) {
    guard let weights = packed.inputBackward else { preconditionFailure("weights packed for forward only") }
    addProduct(gates, weights, into: inputGradient, on: team)
  }
}
