import Kernels

/// A kind of cell: what a layer does at one step besides its products with the input and with h[t−1].
///
/// For each step and stream a layer sums up z = W_ih x + b + W_hh h[t−1], in blocks of H columns, and the cell makes
/// the next state of these sums. A cell works on the rows of some streams, so that each thread takes rows of its own
/// through all steps; it finds and leaves everything in the buffers of a pass and allocates nothing.
///
/// A new kind is a struct that conforms, and a case of `CellKind`.
protocol Cell: Sendable {
  /// The gates that the cell has, and so the blocks of its sums.
  var variant: CellVariant { get }
  /// H, the number of cells.
  var size: Int { get }
  /// What is carried from step to step, h first.
  var state: [StatePart] { get }
  /// The widths of what each step keeps for its backward pass, besides its sums and the state.
  var keptWidths: [Int] { get }
  /// The widths of what the backward pass of a step needs for a moment.
  var scratchWidths: [Int] { get }
  /// Whether the sums have the bias in them already; otherwise the cell adds it.
  var hasBiasInSums: Bool { get }
  /// The cell's own weights that its products read, `[columns, depth]` each.
  func ownWeights(of parameters: ParameterVector) -> [Matrix]
  /// The number of floats in the cell's own weights.
  var ownWeightCount: Int { get }

  /// The equations of a step, from the sums z of each block on, and where the results stand.
  var equations: [CellEquation] { get }

  /// From the sums and the state before a step to the state after it.
  ///
  /// The sums stand in the buffers' gates, which keep what backward needs: the activations.
  func forward(_ rows: StepRows, _ buffers: DirectionBuffers, _ weights: PackedDirection)

  /// From the gradients of the state after a step to the gradients of the step's sums, which replace the activations.
  ///
  /// The gradients of the state before the step replace those that are carried, but for the gradient of h, which the
  /// layer makes of the sums' gradients.
  ///
  /// - hiddenGradient: `[rows, P]`, all that reaches h.
  func backward(
    _ rows: StepRows, hiddenGradient: Matrix, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection)

  /// Adds to the gradients that are carried what reaches parts of the state through the sums of the step after, beside
  /// h, which every layer sees to.
  ///
  /// - sums: `[streams, G·H]`, the gradients of that step's sums.
  func carry(
    _ sums: Matrix, streams: Range<Int>, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection)

  /// Adds the gradients of the cell's own parameters after all steps.
  ///
  /// - hiddenGradient: `[T·B, P]`, all that reached each h.
  /// - rows: of all steps, in the order of time.
  func addGradients(
    _ rows: StepRows, hiddenGradient: Matrix, _ buffers: DirectionBuffers, into gradients: ParameterVector,
    on team: ThreadTeam)

  /// What can be looked at in the cells, and where a pass leaves each quantity.
  var quantities: [(quantity: CellQuantity, place: QuantityPlace)] { get }

  /// What each cell showed at the steps of some rows, `[rows, H]`: h, or what a projection makes h of.
  func shown(_ rows: StepRows, _ buffers: DirectionBuffers) -> Matrix
}

extension Cell {
  var keptWidths: [Int] { [] }
  var scratchWidths: [Int] { [] }
  var hasBiasInSums: Bool { true }
  func ownWeights(of parameters: ParameterVector) -> [Matrix] { [] }
  var ownWeightCount: Int { 0 }
  func carry(
    _ sums: Matrix, streams: Range<Int>, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection
  ) {}
  /// The gates and the candidate of the variant, c, and what each cell shows.
  var quantities: [(quantity: CellQuantity, place: QuantityPlace)] {
    let forget: QuantityPlace? =
      variant.forgetGate == .coupled
      ? variant.inputBlock.map { .complement(ofBlock: $0) } : variant.forgetBlock.map { .block($0) }
    let places: [(CellQuantity, QuantityPlace?)] = [
      (.inputGate, variant.inputBlock.map { .block($0) }), (.forgetGate, forget),
      (.outputGate, variant.outputBlock.map { .block($0) }), (.candidate, .block(variant.candidateBlock)),
      (.cell, .state(1)), (.hidden, .shown),
    ]
    return places.compactMap { quantity, place in place.map { (quantity, $0) } }
  }
  func shown(_ rows: StepRows, _ buffers: DirectionBuffers) -> Matrix { buffers.states[0].rows(rows.next) }
}

/// A part of a cell's state.
struct StatePart: Sendable {
  /// What its name in a file begins with.
  let prefix: String
  /// Numbers a stream.
  let width: Int
  /// Whether products read it, so that its rows are best padded.
  let isOperand: Bool

  /// Floats from one row to the next.
  var stride: Int { isOperand ? Matrix.paddedStride(of: width) : width }

  /// Zeros for so many rows.
  func zeros(rows: Int) -> Matrix {
    isOperand ? Matrix(rows: rows, paddedColumns: width) : Matrix(rows: rows, columns: width)
  }

  /// h
  static func hidden(_ width: Int) -> StatePart {
    StatePart(prefix: "hidden_state_", width: width, isOperand: true)
  }
  /// c
  static func cell(_ width: Int) -> StatePart { StatePart(prefix: "cell_state_", width: width, isOperand: false) }
}

/// Where the numbers of some streams stand in the buffers of a pass, for one step or for all of them.
struct StepRows {
  /// The streams.
  let streams: Range<Int>
  /// Their rows of the gates, and of what is kept beside these.
  let gates: Range<Int>
  /// Their rows of the state before the step and after it.
  let previous, next: Range<Int>
}

/// What the cells of a direction leave behind in a forward pass over `[T, B]` steps as T·B rows.
///
/// A class, since handing it on costs one reference count then and not nine.
///
/// Memory: `4 · (T·B·G·H + (T+1)·B·S)` bytes for a state of S numbers a stream, 2·H in the usual cell; with recurrent
/// dropout `4 · (T+1)·B·P` more; `4 · T·B` for each number that a cell keeps beside its gates; and 64 for each row that
/// products read, which is padded.
final class DirectionBuffers: Sendable {
  /// `[T·B, G·H]`: sums, then activations, then gradients of the sums.
  let gates: Matrix
  /// Whether the gates of every step are left there; otherwise the steps may take turns in the first B rows.
  let keepsGates: Bool
  /// `[(T+1)·B, width]` for each part of the state: from before the first step to after the last, in the order of time.
  let states: [Matrix]
  /// `[T·B, width]` for all that the cell keeps beside its gates, in their rows.
  let kept: [Matrix]
  /// The hidden states that are dropped while training.
  let dropout: RecurrentDropout?

  init(_ direction: RecurrentDirection, steps: Int, streams: Int, purpose: PassPurpose, dropsHidden: Bool) {
    let rows = steps * streams
    keepsGates = purpose != .reading
    gates = Matrix(rows: rows, paddedColumns: direction.gateColumns)
    states = direction.cell.state.map { $0.zeros(rows: rows + streams) }
    kept = direction.cell.keptWidths.map { Matrix(rows: rows, columns: $0) }
    dropout = dropsHidden ? RecurrentDropout(rows: rows + streams, streams: streams, width: direction.outputSize) : nil
  }

  /// T·B
  var rows: Int { gates.rows }

  /// The floats of the buffers of T·B rows: what `init` allocates.
  static func floatCount(
    _ direction: RecurrentDirection, rows: Double, streams: Double, dropsHidden: Bool
  ) -> Double {
    let cell = direction.cell
    let perStep = Matrix.paddedStride(of: direction.gateColumns) + cell.keptWidths.reduce(0, +)
    let perState = cell.state.reduce(0) { $0 + $1.stride }
    let dropped =
      dropsHidden
      ? RecurrentDropout.floatCount(rows: rows + streams, streams: streams, width: direction.outputSize) : 0
    return rows * Double(perStep) + (rows + streams) * Double(perState) + dropped
  }
}

/// What a cell's backward pass needs beside what forward left.
///
/// Memory: `4 · B` bytes for each number of the state but h, and of the cell's scratch.
final class DirectionBackpropagation: Sendable {
  /// What forward left.
  let buffers: DirectionBuffers
  /// B
  let streams: Int
  /// `[B, width]` for each part of the state after h: the gradient that travels from step to step.
  let carried: [Matrix]
  /// `[B, width]` for what the cell needs for a moment.
  let scratch: [Matrix]

  init(_ direction: RecurrentDirection, _ buffers: DirectionBuffers, streams: Int) {
    (self.buffers, self.streams) = (buffers, streams)
    carried = direction.cell.state.dropFirst().map { Matrix(rows: streams, columns: $0.width) }
    scratch = direction.cell.scratchWidths.map { Matrix(rows: streams, columns: $0) }
  }

  /// The floats that `init` allocates for a stream.
  static func floatsPerStream(_ direction: RecurrentDirection) -> Int {
    let cell = direction.cell
    return cell.state.dropFirst().reduce(0) { $0 + $1.width } + cell.scratchWidths.reduce(0, +)
  }
}
