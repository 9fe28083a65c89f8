import Kernels

/// The LSTM cell with a projection (Sak, Senior and Beaufays 2014; PyTorch's `proj_size`): what H cells show becomes a
/// shorter h of P numbers, which alone is read by the next step and the next layer.
///
///     m = o ∘ ψ(c)      h = W_hr m
struct ProjectedCell: Cell {
  let variant: CellVariant
  let size: Int
  /// P
  private let outputSize: Int
  /// `[P, H]`
  private let projection: ParameterHandle

  init(_ variant: CellVariant, size: Int, outputSize: Int, direction name: String, in layout: inout ParameterLayout) {
    (self.variant, self.size, self.outputSize) = (variant, size, outputSize)
    projection = layout.declare(
      "lstm.weight_hr_\(name)", shape: [outputSize, size],
      initializer: .uniform(bound: 1 / Float(size).squareRoot()))
  }

  var state: [StatePart] { [.hidden(outputSize), .cell(size)] }
  /// m
  var keptWidths: [Int] { [size] }
  /// What reaches m.
  var scratchWidths: [Int] { [size] }
  func ownWeights(of parameters: ParameterVector) -> [Matrix] { [parameters[projection]] }
  var ownWeightCount: Int { projection.count }

  var equations: [CellEquation] {
    variant.equations { "z_\($0)" } + [
      CellEquation(name: "m", formula: variant.shown("c"), place: .kept(0)),
      CellEquation(name: "h", formula: "weight_hr m", place: .state(0)),
    ]
  }

  func forward(_ rows: StepRows, _ buffers: DirectionBuffers, _ weights: PackedDirection) {
    let (shown, hidden) = (buffers.kept[0].rows(rows.gates), buffers.states[0].rows(rows.next))
    forwardCell(
      variant, gates: buffers.gates.rows(rows.gates), peepholes: nil,
      previousCell: buffers.states[1].rows(rows.previous),
      cell: buffers.states[1].rows(rows.next), hidden: shown)
    hidden.fill(0)
    addProduct(shown, weights.own[0], into: hidden)
  }

  func backward(
    _ rows: StepRows, hiddenGradient: Matrix, _ backpropagation: DirectionBackpropagation, _ weights: PackedDirection
  ) {
    let (buffers, reached) = (backpropagation.buffers, backpropagation.scratch[0].rows(rows.streams))
    reached.fill(0)
    addProduct(hiddenGradient, weights.own[0], into: reached)
    backwardCell(
      variant, gates: buffers.gates.rows(rows.gates), peepholes: nil,
      previousCell: buffers.states[1].rows(rows.previous),
      cell: buffers.states[1].rows(rows.next), hiddenGradient: reached,
      cellGradient: backpropagation.carried[0].rows(rows.streams))
  }

  func addGradients(
    _ rows: StepRows, hiddenGradient: Matrix, _ buffers: DirectionBuffers, into gradients: ParameterVector,
    on team: ThreadTeam
  ) {
    addTransposedProduct(hiddenGradient, buffers.kept[0], into: gradients[projection], on: team)
  }

  func shown(_ rows: StepRows, _ buffers: DirectionBuffers) -> Matrix { buffers.kept[0].rows(rows.gates) }
}
