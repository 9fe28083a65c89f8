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
  /// Normalised sums and the gradients of z; normalised c, and what is shown of it through tanh, then that one's
  /// gradient; the inverse deviations of both.
  var keptWidths: [Int] { [bias.columns, bias.columns, size, size, variant.blockCount, 1] }
  var scratchWidths: [Int] { [size] }

  /// The gates but the output gate, whose block is the last one; what they make of c is shown elsewhere.
  private var inner: CellVariant {
    var inner = variant
    (inner.hasOutputGate, inner.outputActivation) = (false, .identity)
    return inner
  }

  private var innerColumns: Range<Int> { 0..<bias.columns - size }
  private var outputColumns: Range<Int> { bias.columns - size..<bias.columns }

  func forward(_ rows: StepRows, _ trace: DirectionTrace, _ weights: PackedDirection) {
    let parameters = weights.parameters
    let (gates, hidden) = (trace.gates.rows(rows.gates), trace.states[0].rows(rows.next))
    func kept(_ index: Int) -> Matrix { trace.kept[index].rows(rows.gates) }
    normalizeBlocks(
      gates, width: size, gain: parameters[gain], shift: parameters[bias], normalized: kept(0),
      inverseDeviations: kept(4))
    forwardCell(
      inner, gates: gates.columns(innerColumns), peepholes: nil, previousCell: trace.states[1].rows(rows.previous),
      cell: trace.states[1].rows(rows.next), hidden: hidden)
    normalizeBlocks(
      hidden, width: size, gain: parameters[cellGain], shift: parameters[cellShift], normalized: kept(2),
      inverseDeviations: kept(5))
    kept(3).assign(hidden)
    showThroughGate(gates.columns(outputColumns), hidden: hidden)
  }

  func backward(
    _ rows: StepRows, hiddenGradient: Matrix, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection
  ) {
    let (trace, parameters) = (backpropagation.trace, weights.parameters)
    let (gates, reached) = (trace.gates.rows(rows.gates), backpropagation.scratch[0].rows(rows.streams))
    func kept(_ index: Int) -> Matrix { trace.kept[index].rows(rows.gates) }
    backwardShownThroughGate(gates.columns(outputColumns), shown: kept(3), hiddenGradient: hiddenGradient)
    reached.assign(kept(3))
    backwardNormalizedBlocks(
      reached, width: size, gain: parameters[cellGain], normalized: kept(2), inverseDeviations: kept(5))
    backwardCell(
      inner, gates: gates.columns(innerColumns), peepholes: nil, previousCell: trace.states[1].rows(rows.previous),
      cell: trace.states[1].rows(rows.next), hiddenGradient: reached,
      cellGradient: backpropagation.carried[0].rows(rows.streams))
    kept(1).assign(gates)
    backwardNormalizedBlocks(
      gates, width: size, gain: parameters[gain], normalized: kept(0), inverseDeviations: kept(4))
  }

  func addGradients(
    _ rows: StepRows, hiddenGradient: Matrix, _ trace: DirectionTrace, into gradients: ParameterVector,
    on team: ThreadTeam
  ) {
    let kept = trace.kept
    addColumnSums(ofProduct: kept[1], kept[0], into: gradients[gain], on: team)
    addColumnSums(of: kept[1], into: gradients[bias], on: team)
    addColumnSums(ofProduct: kept[3], kept[2], into: gradients[cellGain], on: team)
    addColumnSums(of: kept[3], into: gradients[cellShift], on: team)
  }
}
