import Kernels

/// The cells of a layer that read the steps in one direction (Hochreiter and Schmidhuber 1997; forget gate of Gers
/// et al. 2000; PyTorch's gate order):
///
///     [i f g o] = W_ih x + b + W_hh h[t−1]
///
/// and then what the cell's variant makes of it. Holds handles and sizes only.
public struct LSTMLayer: Sendable {
  /// What the cells are made of.
  public let variant: CellVariant
  /// Whether the steps are read from the last to the first.
  public let isReversed: Bool
  /// PyTorch's name for the layer and direction, `l0` or `l0_reverse`.
  public let name: String
  /// D, the size of the input.
  public let inputSize: Int
  /// H, the number of cells.
  public let hiddenSize: Int
  /// `[G·H, D]`, G blocks of rows: four in the usual cell.
  public let inputWeight: ParameterHandle
  /// `[G·H, H]`
  public let recurrentWeight: ParameterHandle
  /// `[G·H]`, the one bias; PyTorch's second one is zero.
  public let bias: ParameterHandle
  /// `[P, H]`, a row for each gate that sees the cell.
  public let peepholes: ParameterHandle?
  /// `[3H, 3H]`, from the gates i, f, o of the last step to those of this one.
  public let gateWeight: ParameterHandle?

  /// Declares the parameters of layer `index`. Weights start uniform in ±1/√H, as in PyTorch.
  init(
    index: Int, isReversed: Bool, inputSize: Int, configuration: LayerConfiguration, in layout: inout ParameterLayout
  ) {
    let (hiddenSize, variant) = (configuration.hiddenSize, configuration.variant)
    let name = "l\(index)\(isReversed ? "_reverse" : "")"
    let rows = variant.blockCount * hiddenSize
    let uniform = Initializer.uniform(bound: 1 / Float(hiddenSize).squareRoot())
    (self.inputSize, self.hiddenSize, self.variant) = (inputSize, hiddenSize, variant)
    (self.isReversed, self.name) = (isReversed, name)
    inputWeight = layout.declare("lstm.weight_ih_\(name)", shape: [rows, inputSize], initializer: uniform)
    recurrentWeight = layout.declare("lstm.weight_hh_\(name)", shape: [rows, hiddenSize], initializer: uniform)
    let remembering = variant.forgetBlock.map { $0 * hiddenSize..<($0 + 1) * hiddenSize } ?? 0..<0
    bias = layout.declare("lstm.bias_ih_\(name)", shape: [rows], initializer: .ones(remembering))
    peepholes =
      variant.hasPeepholes && variant.blockCount > 1
      ? layout.declare(
        "lstm.peephole_\(name)", shape: [variant.blockCount - 1, hiddenSize], initializer: uniform) : nil
    gateWeight =
      variant.hasFullGateRecurrence
      ? layout.declare(
        "lstm.weight_gates_\(name)", shape: [3 * hiddenSize, 3 * hiddenSize], initializer: uniform) : nil
  }

  /// G·H
  var gateColumns: Int { variant.blockCount * hiddenSize }

  /// Where the state before and after step t stands among T + 1 blocks of rows.
  func places(ofStep t: Int) -> (before: Int, after: Int) { isReversed ? (t + 1, t) : (t, t + 1) }

  /// The steps in the order in which the cells read them.
  func step(_ index: Int, of steps: Int) -> Int { isReversed ? steps - 1 - index : index }
}

/// What the cells of a direction leave behind for their backward pass, `[T, B]` steps as T·B rows.
///
/// A class, since handing it on costs one reference count then and not nine.
///
/// Memory: `4 · (T·B·G·H + 2 · (T+1)·B·H)` bytes; with recurrent dropout `4 · (T+1)·B·H` more, with full gate
/// recurrence `4 · (T+1)·B·4H`; and 64 for each row of gates and h, which are padded.
final class LSTMTrace: Sendable {
  /// `[T·B, G·H]`: input products, then activations, then gradients of the pre-activations.
  let gates: Matrix
  /// Whether those of every step are left there; otherwise the steps may take turns in the first B rows.
  let keepsGates: Bool
  /// `[(T+1)·B, H]`: c before the first step to c after the last, in the order of time.
  let cells: Matrix
  /// `[(T+1)·B, H]`: h, likewise.
  let hiddens: Matrix
  /// `[B, H]`: the gradient that travels from cell to cell.
  let cellGradient: Matrix
  /// Recurrent dropout: `[B, H]`, 0 or 1/(1 − rate).
  let recurrentMask: Matrix?
  /// `[(T+1)·B, H]`: hiddens ∘ recurrentMask; and `[B, H]`, what reaches them in a step.
  let droppedHiddens, droppedGradient: Matrix?
  /// Full gate recurrence: `[(T+1)·B, 4H]`, the gates' activations; and `[B, 4H]`, what reaches them from the next step.
  let gateHistory, gateGradient: Matrix?

  init(layer: LSTMLayer, steps: Int, batchSize: Int, keepsGates: Bool, recurrentDropout: Bool) {
    self.keepsGates = keepsGates
    let (rows, width) = (steps * batchSize, layer.hiddenSize)
    gates = Matrix(rows: rows, paddedColumns: layer.gateColumns)
    cells = Matrix(rows: rows + batchSize, columns: width)
    hiddens = Matrix(rows: rows + batchSize, paddedColumns: width)
    cellGradient = Matrix(rows: batchSize, columns: width)
    recurrentMask = recurrentDropout ? Matrix(rows: batchSize, columns: width) : nil
    droppedHiddens = recurrentDropout ? Matrix(rows: rows + batchSize, paddedColumns: width) : nil
    droppedGradient = recurrentDropout ? Matrix(rows: batchSize, columns: width) : nil
    let remembersGates = layer.variant.hasFullGateRecurrence
    gateHistory = remembersGates ? Matrix(rows: rows + batchSize, paddedColumns: layer.gateColumns) : nil
    gateGradient = remembersGates ? Matrix(rows: batchSize, columns: layer.gateColumns) : nil
  }

  /// T·B
  var rows: Int { gates.rows }
}

/// The weights of a direction in the order in which the products read them; packed again after every update.
final class PackedLSTM: Sendable {
  /// W_ihᵀ `[D, G·H]`; nil where the input comes from a table of tokens.
  let input: PackedMatrix?
  /// W_hhᵀ `[H, G·H]`
  let recurrent: PackedMatrix
  /// W_ih `[G·H, D]` and W_hh `[G·H, H]` for the backward pass.
  let inputBackward: PackedMatrix?
  let recurrentBackward: PackedMatrix?
  /// The gates' weights with full gate recurrence.
  let gates: PackedGateRecurrence?

  init(layer: LSTMLayer, readsTable: Bool, forTraining: Bool) {
    let (depth, width) = (layer.inputSize, layer.hiddenSize)
    input = readsTable ? nil : PackedMatrix(depth: depth, columns: layer.gateColumns)
    recurrent = PackedMatrix(depth: width, columns: layer.gateColumns)
    inputBackward = readsTable || !forTraining ? nil : PackedMatrix(depth: layer.gateColumns, columns: depth)
    recurrentBackward = forTraining ? PackedMatrix(depth: layer.gateColumns, columns: width) : nil
    gates = layer.gateWeight.map { _ in PackedGateRecurrence(hiddenSize: width, forTraining: forTraining) }
  }

  func pack(_ layer: LSTMLayer, of parameters: ParameterVector, on team: ThreadTeam) {
    input?.packTransposed(parameters[layer.inputWeight], on: team)
    recurrent.packTransposed(parameters[layer.recurrentWeight], on: team)
    inputBackward?.pack(parameters[layer.inputWeight], on: team)
    recurrentBackward?.pack(parameters[layer.recurrentWeight], on: team)
    if let weight = layer.gateWeight { gates?.pack(parameters[weight], on: team) }
  }
}
