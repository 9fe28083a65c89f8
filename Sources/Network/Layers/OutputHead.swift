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

  /// The outputs for some rows of `hiddens` `[N, H]` into `outputs` `[N, V]`. Overwrites.
  func outputs(of hiddens: Matrix, into outputs: Matrix, _ weights: PackedWeights, on team: ThreadTeam) {
    addProduct(hiddens, weights.head, to: .row(weights.parameters[bias]), into: outputs, on: team)
  }

  /// Writes the loss of every row, −ln p(target) or the mean squared error, into the buffers.
  func losses(
    of hiddens: Matrix, targets: SequenceTargets, _ weights: PackedWeights, _ buffers: HeadBuffers, on team: ThreadTeam
  ) {
    buffers.forEachBlock(hiddens.rows) { rows, block in
      outputs(of: hiddens.rows(rows), into: block, weights, on: team)
      buffers.compare(block, rows, targets: targets, gradientScale: nil, on: team)
    }
  }

  /// Losses as above; adds `fraction` of the gradients of the mean loss to W and b, and overwrites `hiddenGradient`
  /// `[N, H]`. A run that is stopped leaves nothing of use.
  func lossesAndGradients(
    of hiddens: Matrix, targets: SequenceTargets, fraction: Float, hiddenGradient: Matrix, of model: TrainableModel,
    _ buffers: HeadBuffers, unless stop: StopCheck?
  ) {
    let (team, gradients) = (model.loaded.team, model.gradients)
    hiddenGradient.fill(0)
    buffers.forEachBlock(hiddens.rows) { rows, block in
      if let stop, stop.endsNow() { return }
      outputs(of: hiddens.rows(rows), into: block, model.loaded.weights, on: team)
      buffers.compare(block, rows, targets: targets, gradientScale: fraction / Float(hiddens.rows), on: team)
      addProduct(block, model.backward.head, into: hiddenGradient.rows(rows), on: team)
      addTransposedProduct(block, hiddens.rows(rows), into: gradients[weight], on: team)
      addColumnSums(of: block, into: gradients[bias], on: team)
    }
  }
}

/// One block of outputs, and every row's loss.
final class HeadBuffers: Sendable {
  /// `[min(N, about 2²⁰ / V), V]`
  private let outputs: Matrix
  /// `[N, 1]`: nats, or squared error.
  let losses: Matrix

  init(head: OutputHead, rows: Int) {
    outputs = Matrix(rows: min(rows, Self.mostRows(of: head)), paddedColumns: head.weight.rows)
    losses = Matrix(rows: rows, columns: 1)
  }

  /// Rows in a block at most.
  private static func mostRows(of head: OutputHead) -> Int { max(32, 1_048_576 / head.weight.rows) }

  /// The floats that `init` allocates.
  static func floatCount(head: OutputHead, rows: Double) -> Double {
    min(rows, Double(mostRows(of: head))) * Double(Matrix.paddedStride(of: head.weight.rows)) + rows
  }

  /// The losses of a block of outputs, which become their gradients where a scale is given.
  func compare(
    _ block: Matrix, _ rows: Range<Int>, targets: SequenceTargets, gradientScale: Float?, on team: ThreadTeam
  ) {
    team.split(block.rows) { part in
      let all = rows.lowerBound + part.lowerBound..<rows.lowerBound + part.upperBound
      switch targets {
      case .tokens(let tokens):
        softmaxCrossEntropy(
          logits: block.rows(part), targets: tokens, first: all.lowerBound, lossNats: losses.rows(all),
          gradientScale: gradientScale)
      case .values(let values):
        squaredError(
          outputs: block.rows(part), targets: values.rows(all), losses: losses.rows(all),
          gradientScale: gradientScale)
      }
    }
  }

  func forEachBlock(_ rows: Int, _ body: (Range<Int>, Matrix) -> Void) {
    for first in stride(from: 0, to: rows, by: outputs.rows) {
      let block = first..<min(rows, first + outputs.rows)
      body(block, outputs.rows(0..<block.count))
    }
  }
}
