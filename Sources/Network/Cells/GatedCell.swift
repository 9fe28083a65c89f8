import Kernels

/// The LSTM cell (Hochreiter and Schmidhuber 1997; forget gate of Gers, Schmidhuber and Cummins 2000) and its variants:
/// the equations of `CellVariant`.
struct GatedCell: Cell {
  let variant: CellVariant
  let size: Int
  /// `[P, H]`, a row for each gate that sees the cell.
  private let peepholes: ParameterHandle?
  /// `[3H, 3H]`, from the gates i, f, o of the last step to those of this one (full gate recurrence).
  private let gateWeight: ParameterHandle?

  init(_ variant: CellVariant, size: Int, direction name: String, in layout: inout ParameterLayout) {
    (self.variant, self.size) = (variant, size)
    let uniform = Initializer.uniform(bound: 1 / Float(size).squareRoot())
    peepholes =
      variant.hasPeepholes && variant.blockCount > 1
      ? layout.declare("lstm.peephole_\(name)", shape: [variant.blockCount - 1, size], initializer: uniform) : nil
    gateWeight =
      variant.hasFullGateRecurrence
      ? layout.declare("lstm.weight_gates_\(name)", shape: [3 * size, 3 * size], initializer: uniform) : nil
  }

  /// h, c, and with full gate recurrence the activations `[i f g o]`, of which the candidate is not looked back at.
  var state: [StatePart] {
    let gates = StatePart(prefix: "gate_state_", width: 4 * size, isOperand: true)
    return [.hidden(size), .cell(size)] + (gateWeight == nil ? [] : [gates])
  }

  /// With full gate recurrence R holds the weights of the gates one step before.
  var equations: [CellEquation] {
    let variant = variant
    return variant.equations {
      variant.hasFullGateRecurrence && $0 != "g" ? "z_\($0) + R_\($0) [i, f, o][t−1]" : "z_\($0)"
    } + [CellEquation(name: "h", formula: variant.shown("c"), place: .state(0))]
  }

  /// The four parts of the gates' weight: to i and f or to o, from i and f or from o.
  func ownWeights(of parameters: ParameterVector) -> [Matrix] {
    guard let gateWeight else { return [] }
    let weight = parameters[gateWeight]
    return gateParts.flatMap { to in gateParts.map { from in weight.rows(to.weights).columns(from.weights) } }
  }

  var ownWeightCount: Int { gateWeight?.count ?? 0 }

  /// How the rows and columns of the gates' weight lie among the columns of the gates: i and f together, o apart.
  private var gateParts: [(gates: Range<Int>, weights: Range<Int>)] {
    [(0..<2 * size, 0..<2 * size), (3 * size..<4 * size, 2 * size..<3 * size)]
  }

  func forward(_ rows: StepRows, _ buffers: DirectionBuffers, _ weights: PackedDirection) {
    let gates = buffers.gates.rows(rows.gates)
    if gateWeight != nil {
      let last = buffers.states[2].rows(rows.previous)
      for (t, to) in gateParts.enumerated() {
        for (f, from) in gateParts.enumerated() {
          addProduct(last.columns(from.gates), weights.own[2 * t + f], into: gates.columns(to.gates))
        }
      }
    }
    forwardCell(
      variant, gates: gates, peepholes: peepholes.map { weights.parameters[$0] },
      previousCell: buffers.states[1].rows(rows.previous), cell: buffers.states[1].rows(rows.next),
      hidden: buffers.states[0].rows(rows.next))
    if gateWeight != nil { buffers.states[2].rows(rows.next).assign(gates) }
  }

  func backward(
    _ rows: StepRows, hiddenGradient: Matrix, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection
  ) {
    let (buffers, carried) = (backpropagation.buffers, backpropagation.carried)
    backwardCell(
      variant, gates: buffers.gates.rows(rows.gates),
      gateGradient: gateWeight == nil ? nil : carried[1].rows(rows.streams),
      peepholes: peepholes.map { weights.parameters[$0] }, previousCell: buffers.states[1].rows(rows.previous),
      cell: buffers.states[1].rows(rows.next), hiddenGradient: hiddenGradient,
      cellGradient: carried[0].rows(rows.streams))
  }

  func carry(
    _ sums: Matrix, streams: Range<Int>, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection
  ) {
    guard gateWeight != nil else { return }
    let reached = backpropagation.carried[1].rows(streams)
    reached.fill(0)
    for (t, to) in gateParts.enumerated() {
      for (f, from) in gateParts.enumerated() {
        addProduct(sums.columns(to.gates), weights.own[2 * t + f], into: reached.columns(from.gates))
      }
    }
  }

  func addGradients(
    _ rows: StepRows, hiddenGradient: Matrix, _ buffers: DirectionBuffers, into gradients: ParameterVector,
    on team: ThreadTeam
  ) {
    let sums = buffers.gates.rows(rows.gates)
    if let peepholes {
      let seen = [
        (variant.inputBlock, rows.previous), (variant.forgetBlock, rows.previous), (variant.outputBlock, rows.next),
      ].compactMap { block, rows in block.map { ($0, rows) } }
      for (row, (block, rows)) in seen.enumerated() {
        addColumnSums(
          ofProduct: sums.columns(block * size..<(block + 1) * size), buffers.states[1].rows(rows),
          into: gradients[peepholes].rows(row..<row + 1), on: team)
      }
    }
    guard let gateWeight else { return }
    let last = buffers.states[2].rows(rows.previous)
    for to in gateParts {
      for from in gateParts {
        addTransposedProduct(
          sums.columns(to.gates), last.columns(from.gates),
          into: gradients[gateWeight].rows(to.weights).columns(from.weights), on: team)
      }
    }
  }
}
