import Kernels

/// The cells of a layer that read the steps in one direction.
///
/// Sums z = W_ih x + b + W_hh h[t−1] up for each step, in PyTorch's gate order, and lets the cell make the next state of
/// them. Holds handles and sizes only.
public struct RecurrentDirection: Sendable {
  /// What the sums become.
  let cell: any Cell
  /// Whether the steps are read from the last to the first.
  public let isReversed: Bool
  /// PyTorch's name for the layer and direction, `l0` or `l0_reverse`.
  public let name: String
  /// D, the size of the input.
  public let inputSize: Int
  /// The size of the output: H, or P of a projection.
  public let outputSize: Int
  /// `[G·H, D]`, G blocks of rows: four in the usual cell.
  public let inputWeight: ParameterHandle
  /// `[G·H, P]`
  public let recurrentWeight: ParameterHandle
  /// `[G·H]`, the one bias; PyTorch's second one is zero.
  public let bias: ParameterHandle
  /// The places of its parameters among the layout's entries.
  public let entries: Range<Int>

  /// Declares the parameters of layer `index`. Weights start uniform in ±1/√H, as in PyTorch.
  init(
    index: Int, isReversed: Bool, inputSize: Int, configuration: LayerConfiguration, in layout: inout ParameterLayout
  ) {
    let (hiddenSize, variant) = (configuration.hiddenSize, configuration.cell.variant)
    let (name, first) = ("l\(index)\(isReversed ? "_reverse" : "")", layout.entries.count)
    let rows = variant.blockCount * hiddenSize
    let uniform = Initializer.uniform(bound: 1 / Float(hiddenSize).squareRoot())
    (self.inputSize, self.isReversed, self.name) = (inputSize, isReversed, name)
    outputSize = configuration.cell.outputSize(hiddenSize: hiddenSize)
    inputWeight = layout.declare("lstm.weight_ih_\(name)", shape: [rows, inputSize], initializer: uniform)
    recurrentWeight = layout.declare("lstm.weight_hh_\(name)", shape: [rows, outputSize], initializer: uniform)
    let remembering = variant.forgetBlock.map { $0 * hiddenSize..<($0 + 1) * hiddenSize } ?? 0..<0
    bias = layout.declare("lstm.bias_ih_\(name)", shape: [rows], initializer: .ones(remembering))
    cell = configuration.cell.makeCell(size: hiddenSize, direction: name, bias: bias, in: &layout)
    entries = first..<layout.entries.count
  }

  /// H, the number of cells.
  public var hiddenSize: Int { cell.size }
  /// The gates that the cells have.
  public var variant: CellVariant { cell.variant }
  /// G·H
  var gateColumns: Int { bias.columns }

  /// `[1, G·H]`: what every sum begins with.
  func sumStart(in parameters: ParameterVector) -> Matrix {
    cell.hasBiasInSums ? parameters[bias] : Matrix(rows: 1, columns: gateColumns)
  }

  /// Where the state before and after step t stands among T + 1 blocks of rows.
  func places(ofStep t: Int) -> (before: Int, after: Int) { isReversed ? (t + 1, t) : (t, t + 1) }

  /// The steps in the order in which the cells read them.
  func step(_ index: Int, of steps: Int) -> Int { isReversed ? steps - 1 - index : index }

  /// Where some streams stand at a step.
  func rows(_ streams: Range<Int>, atStep t: Int, of batchSize: Int) -> StepRows {
    let (before, after) = places(ofStep: t)
    return StepRows(
      streams: streams, gates: streams.at(step: t, of: batchSize), previous: streams.at(step: before, of: batchSize),
      next: streams.at(step: after, of: batchSize))
  }

  /// All steps of all streams, in the order of time.
  func allRows(of buffers: DirectionBuffers, batchSize: Int) -> StepRows {
    let (first, second) = (0..<buffers.rows, batchSize..<batchSize + buffers.rows)
    return StepRows(
      streams: 0..<batchSize, gates: first, previous: isReversed ? second : first, next: isReversed ? first : second)
  }

  /// The hidden states after each of the T steps, `[T·B, P]`.
  func outputs(of buffers: DirectionBuffers, batchSize: Int) -> Matrix {
    buffers.states[0].rows(allRows(of: buffers, batchSize: batchSize).next)
  }
}

extension Range<Int> {
  /// The same rows of the batch at step `t` of a `[T, B]` buffer.
  func at(step t: Int, of batchSize: Int) -> Range<Int> {
    t * batchSize + lowerBound..<t * batchSize + upperBound
  }
}
