import Kernels

/// A layer of LSTM cells (Hochreiter and Schmidhuber 1997; forget gate of Gers et al. 2000; PyTorch's gate order):
///
///     [i f g o] = W_ih x + b + W_hh h[t−1]
///     c = σ(f) ∘ c[t−1] + σ(i) ∘ tanh(g)      h = σ(o) ∘ tanh(c)
///
/// Holds handles and sizes only.
public struct LSTMLayer: Sendable {
  /// D, the size of the input.
  public let inputSize: Int
  /// H, the number of cells.
  public let hiddenSize: Int
  /// `[4H, D]`
  public let inputWeight: ParameterHandle
  /// `[4H, H]`
  public let recurrentWeight: ParameterHandle
  /// `[4H]`, the one bias; PyTorch's second one is zero.
  public let bias: ParameterHandle

  /// Declares the parameters of layer `index`. Weights start uniform in ±1/√H, as in PyTorch.
  init(index: Int, inputSize: Int, hiddenSize: Int, in layout: inout ParameterLayout) {
    self.inputSize = inputSize
    self.hiddenSize = hiddenSize
    let bound = 1 / Float(hiddenSize).squareRoot()
    inputWeight = layout.declare(
      "lstm.weight_ih_l\(index)", shape: [4 * hiddenSize, inputSize], initializer: .uniform(bound: bound))
    recurrentWeight = layout.declare(
      "lstm.weight_hh_l\(index)", shape: [4 * hiddenSize, hiddenSize], initializer: .uniform(bound: bound))
    bias = layout.declare(
      "lstm.bias_ih_l\(index)", shape: [4 * hiddenSize], initializer: .forgetGateOne(hiddenSize: hiddenSize))
  }
}

/// What a layer leaves behind for its backward pass, `[T, B]` steps as T·B rows.
///
/// Memory: `4 · (T·B·4H + 2 · (T+1)·B·H)` bytes, and `8 · T·B·H` more with dropout.
struct LSTMTrace: Sendable {
  /// `[T·B, 4H]`: input products, then activations, then gradients of the pre-activations.
  let gates: Matrix
  /// `[(T+1)·B, H]`: c[−1] … c[T−1].
  let cells: Matrix
  /// `[(T+1)·B, H]`: h[−1] … h[T−1].
  let hiddens: Matrix
  /// `[T·B, H]`: 0 or 1/(1 − rate), where the network has dropout.
  let mask: Matrix?
  /// `[T·B, H]`: hiddens ∘ mask, where the network has dropout.
  let dropped: Matrix?
  /// `[B, H]`: the gradient that travels from cell to cell.
  let cellGradient: Matrix

  init(layer: LSTMLayer, steps: Int, batchSize: Int, dropout: Bool) {
    let (rows, width) = (steps * batchSize, layer.hiddenSize)
    gates = Matrix(rows: rows, columns: 4 * width)
    cells = Matrix(rows: rows + batchSize, columns: width)
    hiddens = Matrix(rows: rows + batchSize, columns: width)
    mask = dropout ? Matrix(rows: rows, columns: width) : nil
    dropped = dropout ? Matrix(rows: rows, columns: width) : nil
    cellGradient = Matrix(rows: batchSize, columns: width)
  }
}

/// A layer's weights in the order in which the products read them; packed again after every update.
struct PackedLSTM: Sendable {
  /// W_ihᵀ `[D, 4H]`; nil for the first layer, whose input is a table.
  let input: PackedMatrix?
  /// W_hhᵀ `[H, 4H]`
  let recurrent: PackedMatrix
  /// W_ih `[4H, D]` and W_hh `[4H, H]` for the backward pass.
  let inputBackward: PackedMatrix?
  let recurrentBackward: PackedMatrix?

  init(layer: LSTMLayer, isFirst: Bool, forTraining: Bool) {
    let (depth, width) = (layer.inputSize, layer.hiddenSize)
    input = isFirst ? nil : PackedMatrix(depth: depth, columns: 4 * width)
    recurrent = PackedMatrix(depth: width, columns: 4 * width)
    inputBackward = isFirst || !forTraining ? nil : PackedMatrix(depth: 4 * width, columns: depth)
    recurrentBackward = forTraining ? PackedMatrix(depth: 4 * width, columns: width) : nil
  }

  func pack(_ layer: LSTMLayer, of parameters: ParameterVector, on team: ThreadTeam) {
    input?.packTransposed(parameters[layer.inputWeight], on: team)
    recurrent.packTransposed(parameters[layer.recurrentWeight], on: team)
    inputBackward?.pack(parameters[layer.inputWeight], on: team)
    recurrentBackward?.pack(parameters[layer.recurrentWeight], on: team)
  }
}
