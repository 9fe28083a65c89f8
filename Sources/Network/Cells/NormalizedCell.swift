import Kernels

/// The LSTM cell with layer normalisation (Ba, Kiros and Hinton 2016): each gate's sums are normalised over the H cells
/// of their step, as in the paper's equation 4, and c on its way to h, as in the paper's supplement.
///
///     a = W_ih x + W_hh h[t−1]            z = gain ∘ (a − mean) / deviation + b, block by block
///     c = f ∘ c[t−1] + i ∘ g              h = o ∘ tanh(cell gain ∘ (c − mean) / deviation + cell shift)
struct NormalizedCell: Cell {
  let variant: CellVariant
  let size: Int
  /// `[G·H]`, which starts as ones.
  private let gain: ParameterHandle
  /// `[G·H]`, the layer's bias.
  private let bias: ParameterHandle
  /// `[H]` each, which start as ones and zeros.
  private let cellGain, cellShift: ParameterHandle

  init(
    _ variant: CellVariant, size: Int, direction name: String, bias: ParameterHandle, in layout: inout ParameterLayout
  ) {
    (self.variant, self.size, self.bias) = (variant, size, bias)
    gain = layout.declare("lstm.norm_gain_\(name)", shape: [bias.columns], initializer: .ones(0..<bias.columns))
    cellGain = layout.declare("lstm.cell_norm_gain_\(name)", shape: [size], initializer: .ones(0..<size))
    cellShift = layout.declare("lstm.cell_norm_bias_\(name)", shape: [size], initializer: .zeros)
  }

  var state: [StatePart] { [.hidden(size), .cell(size)] }
  var hasBiasInSums: Bool { false }
  var scratchWidths: [Int] { [size] }

  /// What a step keeps, in the order of the buffers' `kept`.
  private enum Kept: Int, CaseIterable {
    /// The normalised sums, `[rows, G·H]`.
    case normalizedSums
    /// The gradients of z, `[rows, G·H]`.
    case sumGradients
    /// The normalised c, `[rows, H]`.
    case normalizedCells
    /// The normalised c, scaled and shifted, of which the output gate shows tanh; in the backward pass their gradients,
    /// `[rows, H]`.
    case shownCells
    /// One over the deviation of each block of sums, `[rows, G]`.
    case sumDeviations
    /// One over the deviation of c, `[rows, 1]`.
    case cellDeviations
  }

  var keptWidths: [Int] {
    Kept.allCases.map { part in
      switch part {
      case .normalizedSums, .sumGradients: bias.columns
      case .normalizedCells, .shownCells: size
      case .sumDeviations: variant.blockCount
      case .cellDeviations: 1
      }
    }
  }

  var equations: [CellEquation] {
    let definition = CellEquation(
      name: "norm(z)", formula: "norm_gain ∘ (z − mean) / deviation + bias, over the cells", place: nil)
    return [definition] + variant.equations { "norm(z_\($0))" } + [
      CellEquation(
        name: "n", formula: "cell_norm_gain ∘ (c − mean) / deviation + cell_norm_bias",
        place: .kept(Kept.shownCells.rawValue)),
      CellEquation(name: "h", formula: variant.shown("n"), place: .state(0)),
    ]
  }

  /// The gates but the output gate, whose block is the last one; what they make of c is shown elsewhere.
  private var inner: CellVariant {
    var inner = variant
    (inner.hasOutputGate, inner.outputActivation) = (false, .identity)
    return inner
  }

  private var innerColumns: Range<Int> { 0..<bias.columns - size }
  private var outputColumns: Range<Int> { bias.columns - size..<bias.columns }

  func forward(_ rows: StepRows, _ buffers: DirectionBuffers, _ weights: PackedDirection) {
    let parameters = weights.parameters
    let (gates, hidden) = (buffers.gates.rows(rows.gates), buffers.states[0].rows(rows.next))
    func kept(_ part: Kept) -> Matrix { buffers.kept[part.rawValue].rows(rows.gates) }
    normalizeBlocks(
      gates, width: size, gain: parameters[gain], shift: parameters[bias], normalized: kept(.normalizedSums),
      inverseDeviations: kept(.sumDeviations))
    forwardCell(
      inner, gates: gates.columns(innerColumns), peepholes: nil, previousCell: buffers.states[1].rows(rows.previous),
      cell: buffers.states[1].rows(rows.next), hidden: hidden)
    normalizeBlocks(
      hidden, width: size, gain: parameters[cellGain], shift: parameters[cellShift], normalized: kept(.normalizedCells),
      inverseDeviations: kept(.cellDeviations))
    kept(.shownCells).assign(hidden)
    showThroughGate(gates.columns(outputColumns), hidden: hidden)
  }

  func backward(
    _ rows: StepRows, hiddenGradient: Matrix, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection
  ) {
    let (buffers, parameters) = (backpropagation.buffers, weights.parameters)
    let (gates, reached) = (buffers.gates.rows(rows.gates), backpropagation.scratch[0].rows(rows.streams))
    func kept(_ part: Kept) -> Matrix { buffers.kept[part.rawValue].rows(rows.gates) }
    backwardShownThroughGate(gates.columns(outputColumns), shown: kept(.shownCells), hiddenGradient: hiddenGradient)
    reached.assign(kept(.shownCells))
    backwardNormalizedBlocks(
      reached, width: size, gain: parameters[cellGain], normalized: kept(.normalizedCells),
      inverseDeviations: kept(.cellDeviations))
    backwardCell(
      inner, gates: gates.columns(innerColumns), peepholes: nil, previousCell: buffers.states[1].rows(rows.previous),
      cell: buffers.states[1].rows(rows.next), hiddenGradient: reached,
      cellGradient: backpropagation.carried[0].rows(rows.streams))
    kept(.sumGradients).assign(gates)
    backwardNormalizedBlocks(
      gates, width: size, gain: parameters[gain], normalized: kept(.normalizedSums),
      inverseDeviations: kept(.sumDeviations))
  }

  func addGradients(
    _ rows: StepRows, hiddenGradient: Matrix, _ buffers: DirectionBuffers, into gradients: ParameterVector,
    on team: ThreadTeam
  ) {
    func kept(_ part: Kept) -> Matrix { buffers.kept[part.rawValue] }
    addColumnSums(ofProduct: kept(.sumGradients), kept(.normalizedSums), into: gradients[gain], on: team)
    addColumnSums(of: kept(.sumGradients), into: gradients[bias], on: team)
    addColumnSums(ofProduct: kept(.shownCells), kept(.normalizedCells), into: gradients[cellGain], on: team)
    addColumnSums(of: kept(.shownCells), into: gradients[cellShift], on: team)
  }
}
