import Kernels

/// What the outputs are compared with.
public enum SequenceTargets: Sendable {
  /// A class for each row, for softmax with cross-entropy.
  case tokens([Int32])
  /// `[N, outputs]`, for squared error.
  case values(Matrix)
}

/// y = W h + b, and the loss of y: cross-entropy of a softmax, or squared error.
///
/// Works through the rows in blocks of about a million outputs, so that memory does not grow with V · T · B.
public struct OutputHead: Sendable {
  /// `[V, H]`
  public let weight: ParameterHandle
  /// `[V]`
  public let bias: ParameterHandle

  /// Declares `decoder.weight` (uniform in ±1/√H, as in PyTorch) and `decoder.bias` (zero).
  init(size: Int, hiddenSize: Int, in layout: inout ParameterLayout) {
    let bound = 1 / Float(hiddenSize).squareRoot()
    weight = layout.declare("decoder.weight", shape: [size, hiddenSize], initializer: .uniform(bound: bound))
    bias = layout.declare("decoder.bias", shape: [size], initializer: .zeros)
  }

  static func blockRows(size: Int, rows: Int) -> Int { min(rows, max(32, 1_048_576 / size)) }

  /// The outputs for some rows of `hiddens` `[N, H]` into `outputs` `[N, V]`. Overwrites.
  func outputs(
    of hiddens: Matrix, into outputs: Matrix, parameters: ParameterVector, packed: PackedHead, on team: ThreadTeam
  ) {
    addProduct(hiddens, packed.forward, to: .row(parameters[bias]), into: outputs, on: team)
  }

  /// Writes the loss of every row, −ln p(target) or the mean squared error, into the trace.
  func losses(
    of hiddens: Matrix, targets: SequenceTargets, parameters: ParameterVector, packed: PackedHead, trace: HeadTrace,
    on team: ThreadTeam
  ) {
    forEachBlock(hiddens.rows, trace) { rows, block in
      outputs(of: hiddens.rows(rows), into: block, parameters: parameters, packed: packed, on: team)
      compare(block, rows, targets: targets, trace: trace, gradientScale: nil, on: team)
    }
  }

  /// Losses as above; adds `share` of the gradients of the mean loss to W and b, and overwrites `hiddenGradient`
  /// `[N, H]`.
  func lossesAndGradients(
    of hiddens: Matrix, targets: SequenceTargets, share: Float, hiddenGradient: Matrix, parameters: ParameterVector,
    packed: PackedHead, trace: HeadTrace, gradients: ParameterVector, on team: ThreadTeam
  ) {
    guard let backward = packed.backward else { preconditionFailure("weights packed for forward only") }
    hiddenGradient.fill(0)
    forEachBlock(hiddens.rows, trace) { rows, block in
      outputs(of: hiddens.rows(rows), into: block, parameters: parameters, packed: packed, on: team)
      compare(block, rows, targets: targets, trace: trace, gradientScale: share / Float(hiddens.rows), on: team)
      addProduct(block, backward, into: hiddenGradient.rows(rows), on: team)
      addTransposedProduct(block, hiddens.rows(rows), into: gradients[weight], on: team)
      addColumnSums(of: block, into: gradients[bias], on: team)
    }
  }

  private func compare(
    _ block: Matrix, _ rows: Range<Int>, targets: SequenceTargets, trace: HeadTrace, gradientScale: Float?,
    on team: ThreadTeam
  ) {
    team.split(block.rows) { part in
      let all = rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound
      switch targets {
      case .tokens(let tokens):
        softmaxCrossEntropy(
          logits: block.rows(part), targets: tokens, first: all.lowerBound, lossNats: trace.losses.rows(all),
          gradientScale: gradientScale)
      case .values(let values):
        squaredError(
          outputs: block.rows(part), targets: values.rows(all), losses: trace.losses.rows(all),
          gradientScale: gradientScale)
      }
    }
  }

  private func forEachBlock(_ rows: Int, _ trace: HeadTrace, _ body: (Range<Int>, Matrix) -> Void) {
    for first in stride(from: 0, to: rows, by: trace.outputs.rows) {
      let block = first..<min(rows, first + trace.outputs.rows)
      body(block, trace.outputs.rows(0..<block.count))
    }
  }
}

/// The decoder's weights as the products read them.
struct PackedHead: Sendable {
  /// Wᵀ `[H, V]`
  let forward: PackedMatrix
  /// W `[V, H]`
  let backward: PackedMatrix?

  init(head: OutputHead, forTraining: Bool) {
    forward = PackedMatrix(depth: head.weight.columns, columns: head.weight.rows)
    backward = forTraining ? PackedMatrix(depth: head.weight.rows, columns: head.weight.columns) : nil
  }

  func pack(_ head: OutputHead, of parameters: ParameterVector, on team: ThreadTeam) {
    forward.packTransposed(parameters[head.weight], on: team)
    backward?.pack(parameters[head.weight], on: team)
  }
}

/// One block of outputs, and every row's loss.
struct HeadTrace: Sendable {
  /// `[min(N, about 2²⁰ / V), V]`
  let outputs: Matrix
  /// `[N, 1]`: nats, or squared error.
  let losses: Matrix

  init(head: OutputHead, rows: Int) {
    let size = head.weight.rows
    outputs = Matrix(rows: OutputHead.blockRows(size: size, rows: rows), paddedColumns: size)
    losses = Matrix(rows: rows, columns: 1)
  }
}
