import Kernels

extension RecurrentDirection {
  /// Backpropagation through time (Werbos 1990) over the buffers' T steps.
  ///
  /// - outputGradient: `[T·B, P]` what reaches the direction's output; becomes what reaches h[t] in all.
  /// - inputGradient: `[T·B, D]`, to which what reaches the direction's input is added; nil where nobody asks.
  ///
  /// Leaves the gradients of the sums in the buffers' gates, and the gradients of the first step's state, but for h, in
  /// `carried`. Adds the gradients of all weights but W_ih. A run that is stopped leaves nothing of use.
  func backpropagate(
    outputGradient: Matrix, inputGradient: Matrix?, _ backpropagation: DirectionBackpropagation,
    _ weights: PackedDirection, into gradients: ParameterVector, unless stop: StopCheck?, on team: ThreadTeam
  ) {
    let buffers = backpropagation.buffers
    let batchSize = backpropagation.streams
    let steps = buffers.rows / batchSize
    for carried in backpropagation.carried { carried.fill(0) }
    let worksByStep = worksByStep(batchSize: batchSize, on: team)
    team.split(batchSize) { streams in
      for index in (0..<steps).reversed() {
        if let stop, stop.ends(at: streams) { return }
        let rows = self.rows(streams, atStep: step(index, of: steps), of: batchSize)
        let hiddenGradient = outputGradient.rows(rows.gates)
        if index + 1 < steps {
          let next = streams.at(step: step(index + 1, of: steps), of: batchSize)
          carry(buffers.gates.rows(next), streams, backpropagation, weights, into: hiddenGradient)
        }
        cell.backward(rows, hiddenGradient: hiddenGradient, backpropagation, weights)
        if worksByStep, let inputGradient {
          addInputGradient(
            of: buffers.gates.rows(rows.gates), weights, into: inputGradient.rows(rows.gates), on: .alone)
        }
      }
    }
    if !worksByStep, let inputGradient {
      stop.forEachPiece(of: buffers.rows, cost: inputSize * gateColumns) { rows in
        addInputGradient(of: buffers.gates.rows(rows), weights, into: inputGradient.rows(rows), on: team)
      }
    }
    let rows = allRows(of: buffers, batchSize: batchSize)
    let hiddens = buffers.dropout?.droppedHiddens ?? buffers.states[0]
    addWeightGradient(
      of: recurrentWeight, buffers, reading: hiddens.rows(rows.previous), into: gradients, unless: stop, on: team)
    if stop.isOver { return }
    if cell.hasBiasInSums { addColumnSums(of: buffers.gates, into: gradients[bias], on: team) }
    cell.addGradients(rows, hiddenGradient: outputGradient, buffers, into: gradients, on: team)
  }

  /// What reaches the state before a step whose sums have the gradients `sums` `[rows, G·H]`: adds to `hiddenGradient`,
  /// and overwrites what is carried of the parts of the state that the sums were made of.
  func carry(
    _ sums: Matrix, _ streams: Range<Int>, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection,
    into hiddenGradient: Matrix
  ) {
    if let dropout = backpropagation.buffers.dropout {
      dropout.carry(sums, streams, weights.recurrent, into: hiddenGradient)
    } else {
      addProduct(sums, weights.recurrent, into: hiddenGradient)
    }
    cell.carry(sums, streams: streams, backpropagation, weights)
  }

  /// Adds the gradient of W_ih, given what the layer read, `[T·B, D]`.
  func addInputWeightGradient(
    _ input: Matrix, _ buffers: DirectionBuffers, into gradients: ParameterVector, unless stop: StopCheck?,
    on team: ThreadTeam
  ) {
    addWeightGradient(of: inputWeight, buffers, reading: input, into: gradients, unless: stop, on: team)
  }

  /// Adds the gradient of a weight `[G·H, D]`, given what it was multiplied with, `[T·B, D]`.
  private func addWeightGradient(
    of weight: ParameterHandle, _ buffers: DirectionBuffers, reading input: Matrix, into gradients: ParameterVector,
    unless stop: StopCheck?, on team: ThreadTeam
  ) {
    stop.forEachPiece(of: gateColumns, cost: buffers.rows * input.columns) { rows in
      addTransposedProduct(buffers.gates.columns(rows), input, into: gradients[weight].rows(rows), on: team)
    }
  }

  /// Adds to some rows of `inputGradient` what reaches the direction's input, given the gradients of their sums.
  private func addInputGradient(
    of sums: Matrix, _ weights: PackedDirection, into inputGradient: Matrix, on team: ThreadTeam
  ) {
    guard let panels = weights.input else { preconditionFailure("this layer's input comes from a table") }
    addProduct(sums, panels, into: inputGradient, on: team)
  }
}
