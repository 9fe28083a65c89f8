import Kernels

/// What a layer reads.
enum LayerInput {
  /// Rows of tables `[U, G·H]`, one a direction, that hold W_ih x + b: which row for each of T·B.
  case tables([Matrix], rows: [Int32])
  /// x, `[T·B, D]`.
  case sequence(Matrix)
}

extension LSTMLayer {
  /// Whether the products with the input are made step by step, while the gates are in the cache, and not for all steps
  /// at once: where a step has rows enough for each thread to be worth reading the weights, and these are small enough
  /// (4 MB) to come from a cache each time.
  func worksByStep(batchSize: Int, on team: ThreadTeam) -> Bool {
    batchSize >= 16 * team.count && inputSize * gateColumns <= 1 << 20
  }

  /// Overwrites `gates` with W_ih x + b for some rows of the input.
  private func project(
    _ x: Matrix, parameters: ParameterVector, packed: PackedLSTM, into gates: Matrix, on team: ThreadTeam
  ) {
    guard let weights = packed.input else { preconditionFailure("this layer's input comes from a table") }
    addProduct(x, weights, to: .row(parameters[bias]), into: gates, on: team)
  }

  /// Runs the cells through time, from `state`'s part for this `direction` of the stack, and leaves there the state after
  /// the last step.
  ///
  /// The rows of the batch are independent, so each thread takes some of them through all steps and no thread
  /// waits for another: every sum keeps its order whatever their number.
  func runCells(
    _ input: LayerInput, state: RecurrentState, direction: Int, parameters: ParameterVector, packed: PackedLSTM,
    trace: LSTMTrace, batchSize: Int, recurrentDropout: Bool, on team: ThreadTeam
  ) {
    let steps = trace.rows / batchSize
    let peepholes = peepholes.map { parameters[$0] }
    let worksByStep = worksByStep(batchSize: batchSize, on: team)
    // Gates that nobody reads afterwards are written where those of the last step were, which is in the cache.
    let takesTurns: Bool
    if !worksByStep, case .sequence(let x) = input {
      takesTurns = false
      project(x, parameters: parameters, packed: packed, into: trace.gates, on: team)
    } else {
      takesTurns = !trace.keepsGates
    }
    team.split(batchSize) { rows in
      // Each thread its own rows, so that they stay in its core's cache.
      load(state, direction, rows, into: trace, batchSize: batchSize)
      defer { store(trace, rows, into: state, direction, batchSize: batchSize) }
      for index in 0..<steps {
        let t = step(index, of: steps)
        let (before, after) = places(ofStep: t)
        let (previous, next) = (rows.at(step: before, of: batchSize), rows.at(step: after, of: batchSize))
        let current = rows.at(step: t, of: batchSize)
        let gates = trace.gates.rows(takesTurns ? rows : current)
        var start = ProductStart.result
        switch input {
        case .tables(let tables, let indices): start = .rows(of: tables[isReversed ? 1 : 0], at: indices[current])
        case .sequence(let x):
          if worksByStep {
            project(x.rows(current), parameters: parameters, packed: packed, into: gates, on: .alone)
          }
        }
        var hidden = trace.hiddens.rows(previous)
        if recurrentDropout, let mask = trace.recurrentMask, let dropped = trace.droppedHiddens {
          assignProduct(hidden, mask.rows(rows), into: dropped.rows(previous))
          hidden = dropped.rows(previous)
        }
        addProduct(hidden, packed.recurrent, to: start, into: gates)
        if let history = trace.gateHistory, let weights = packed.gates {
          addProduct(history.rows(previous), weights.forward, into: gates)
        }
        forwardCell(
          variant, gates: gates, peepholes: peepholes, previousCell: trace.cells.rows(previous),
          cell: trace.cells.rows(next), hidden: trace.hiddens.rows(next))
        trace.gateHistory?.rows(next).assign(gates)
      }
    }
  }

  /// The hidden states after each of the T steps, `[T·B, H]`.
  func outputs(of trace: LSTMTrace, batchSize: Int) -> Matrix {
    trace.hiddens.rows(isReversed ? 0..<trace.rows : batchSize..<batchSize + trace.rows)
  }

  private func load(
    _ state: RecurrentState, _ direction: Int, _ rows: Range<Int>, into trace: LSTMTrace, batchSize: Int
  ) {
    let start = rows.at(step: isReversed ? trace.rows / batchSize : 0, of: batchSize)
    trace.hiddens.rows(start).assign(state.hiddens[direction].rows(rows))
    trace.cells.rows(start).assign(state.cells[direction].rows(rows))
    if let gates = state.gates[direction] { trace.gateHistory?.rows(start).assign(gates.rows(rows)) }
  }

  private func store(
    _ trace: LSTMTrace, _ rows: Range<Int>, into state: RecurrentState, _ direction: Int, batchSize: Int
  ) {
    let end = rows.at(step: isReversed ? 0 : trace.rows / batchSize, of: batchSize)
    state.hiddens[direction].rows(rows).assign(trace.hiddens.rows(end))
    state.cells[direction].rows(rows).assign(trace.cells.rows(end))
    if let gates = state.gates[direction], let history = trace.gateHistory {
      gates.rows(rows).assign(history.rows(end))
    }
  }
}

extension Range<Int> {
  /// The same rows of the batch at step `t` of a `[T, B]` buffer.
  func at(step t: Int, of batchSize: Int) -> Range<Int> {
    t * batchSize + lowerBound..<t * batchSize + upperBound
  }
}
