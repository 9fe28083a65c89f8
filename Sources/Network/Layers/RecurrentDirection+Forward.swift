import Kernels

/// What a layer reads.
enum LayerInput {
  /// Rows of tables `[U, G·H]`, one a direction, that hold W_ih x + b: which row for each of T·B.
  case tables([Matrix], rows: [Int32])
  /// x, `[T·B, D]`.
  case sequence(Matrix)
}

extension RecurrentDirection {
  /// Whether the products with the input are made step by step, while the gates are in the cache, and not for all steps
  /// at once: where a step has rows enough for each thread to be worth reading the weights, and these are small enough
  /// (4 MB) to come from a cache each time.
  func worksByStep(batchSize: Int, on team: ThreadTeam) -> Bool {
    batchSize >= 16 * team.count && inputSize * gateColumns <= 1 << 20
  }

  /// Overwrites `gates` with W_ih x + b for all rows of the input.
  private func project(
    _ x: Matrix, _ weights: PackedDirection, into gates: Matrix, unless stop: StopCheck?, on team: ThreadTeam
  ) {
    stop.forEachPiece(of: x.rows, cost: inputSize * gateColumns) { rows in
      project(x.rows(rows), weights, into: gates.rows(rows), on: team)
    }
  }

  /// Overwrites `gates` with W_ih x + b for some rows of the input.
  private func project(_ x: Matrix, _ weights: PackedDirection, into gates: Matrix, on team: ThreadTeam) {
    guard let panels = weights.input else { preconditionFailure("this layer's input comes from a table") }
    addProduct(x, panels, to: .row(weights.start), into: gates, on: team)
  }

  /// Runs the cells through time, from `state`, and leaves there the state after the last step.
  ///
  /// The rows of the batch are independent, so each thread takes some of them through all steps and no thread
  /// waits for another: every sum keeps its order whatever their number. A run that is stopped leaves nothing of use.
  func runCells(
    _ input: LayerInput, state: DirectionState, _ weights: PackedDirection, _ buffers: DirectionBuffers,
    unless stop: StopCheck?, on team: ThreadTeam
  ) {
    let batchSize = state.streams
    let steps = buffers.rows / batchSize
    let worksByStep = worksByStep(batchSize: batchSize, on: team)
    // Gates that nobody reads afterwards are written where those of the last step were, which is in the cache.
    let takesTurns: Bool
    if !worksByStep, case .sequence(let x) = input {
      takesTurns = false
      project(x, weights, into: buffers.gates, unless: stop, on: team)
    } else {
      takesTurns = !buffers.keepsGates
    }
    team.split(batchSize) { streams in
      // Each thread its own rows, so that they stay in its core's cache.
      let (first, last) = (places(ofStep: step(0, of: steps)), places(ofStep: step(steps - 1, of: steps)))
      buffers.load(state, streams, at: streams.at(step: first.before, of: batchSize))
      for index in 0..<steps {
        if let stop, stop.ends(at: streams) { return }
        let t = step(index, of: steps)
        let current = streams.at(step: t, of: batchSize)
        let (before, after) = places(ofStep: t)
        let rows = StepRows(
          streams: streams, gates: takesTurns ? streams : current, previous: streams.at(step: before, of: batchSize),
          next: streams.at(step: after, of: batchSize))
        let gates = buffers.gates.rows(rows.gates)
        var start = ProductStart.result
        switch input {
        case .tables(let tables, let indices): start = .rows(of: tables[isReversed ? 1 : 0], at: indices[current])
        case .sequence(let x):
          if worksByStep { project(x.rows(current), weights, into: gates, on: .alone) }
        }
        let hidden = buffers.dropout?.drop(buffers.states[0], rows) ?? buffers.states[0].rows(rows.previous)
        addProduct(hidden, weights.recurrent, to: start, into: gates)
        cell.forward(rows, buffers, weights)
      }
      buffers.store(into: state, streams, from: streams.at(step: last.after, of: batchSize))
    }
  }
}

extension DirectionBuffers {
  /// Begins with the state of some streams.
  fileprivate func load(_ state: DirectionState, _ streams: Range<Int>, at rows: Range<Int>) {
    for (part, values) in zip(states, state.parts) { part.rows(rows).assign(values.rows(streams)) }
  }

  fileprivate func store(into state: DirectionState, _ streams: Range<Int>, from rows: Range<Int>) {
    for (part, values) in zip(states, state.parts) { values.rows(streams).assign(part.rows(rows)) }
  }
}
