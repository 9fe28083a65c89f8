import Kernels

/// logits = W h + b, `[V]`, and their cross-entropy.
///
/// Works through the T·B rows in blocks of about a million logits, so that memory does not grow with V · T · B.
public struct SoftmaxHead: Sendable {
  /// `[V, H]`
  public let weight: ParameterHandle
  /// `[V]`
  public let bias: ParameterHandle

  /// Declares `decoder.weight` (uniform in ±1/√H, as in PyTorch) and `decoder.bias` (zero).
  init(vocabularySize: Int, hiddenSize: Int, in layout: inout ParameterLayout) {
    let bound = 1 / Float(hiddenSize).squareRoot()
    weight = layout.declare(
      "decoder.weight", shape: [vocabularySize, hiddenSize], initializer: .uniform(bound: bound))
    bias = layout.declare("decoder.bias", shape: [vocabularySize], initializer: .zeros)
  }

  static func blockRows(vocabularySize: Int, rows: Int) -> Int { min(rows, max(32, 1_048_576 / vocabularySize)) }

  /// The logits of some rows of `hiddens` `[N, H]` into `logits` `[N, V]`. Overwrites.
  func logits(
    of hiddens: Matrix, into logits: Matrix, parameters: ParameterVector, packed: PackedHead, on team: ThreadTeam
  ) {
    broadcastRow(parameters[bias], into: logits, on: team)
    addProduct(hiddens, packed.forward, into: logits, on: team)
  }

  /// Writes the loss of every row, −ln p(target), into the trace.
  func losses(
    of hiddens: Matrix, targets: [Int32], parameters: ParameterVector, packed: PackedHead, trace: HeadTrace,
    on team: ThreadTeam
  ) {
    forEachBlock(hiddens.rows, trace) { rows, block in
      logits(of: hiddens.rows(rows), into: block, parameters: parameters, packed: packed, on: team)
      softmax(block, rows, targets: targets, trace: trace, gradientScale: nil, on: team)
    }
  }

  /// Losses as above; adds the gradients of the mean loss to W and b, and overwrites `hiddenGradient` `[N, H]`.
  func lossesAndGradients(
    of hiddens: Matrix, targets: [Int32], hiddenGradient: Matrix, parameters: ParameterVector, packed: PackedHead,
    trace: HeadTrace, scratch: TransposedProductScratch, gradients: ParameterVector, on team: ThreadTeam
  ) {
    guard let backward = packed.backward else { preconditionFailure("weights packed for forward only") }
    hiddenGradient.fill(0)
    forEachBlock(hiddens.rows, trace) { rows, block in
      logits(of: hiddens.rows(rows), into: block, parameters: parameters, packed: packed, on: team)
      softmax(block, rows, targets: targets, trace: trace, gradientScale: 1 / Float(hiddens.rows), on: team)
      addProduct(block, backward, into: hiddenGradient.rows(rows), on: team)
      addTransposedProduct(block, hiddens.rows(rows), into: gradients[weight], scratch: scratch, on: team)
      addColumnSums(of: block, into: gradients[bias], on: team)
    }
  }

  private func softmax(
    _ block: Matrix, _ rows: Range<Int>, targets: [Int32], trace: HeadTrace, gradientScale: Float?,
    on team: ThreadTeam
  ) {
    team.split(block.rows) { part in
      let first = rows.lowerBound + part.lowerBound
      softmaxCrossEntropy(
        logits: block.rows(part), targets: targets, first: first,
        lossNats: trace.lossNats.rows(first..<first + part.count), gradientScale: gradientScale)
    }
  }

  private func forEachBlock(_ rows: Int, _ trace: HeadTrace, _ body: (Range<Int>, Matrix) -> Void) {
    for first in stride(from: 0, to: rows, by: trace.logits.rows) {
      let block = first..<min(rows, first + trace.logits.rows)
      body(block, trace.logits.rows(0..<block.count))
    }
  }
}

/// The decoder's weights as the products read them.
struct PackedHead: Sendable {
  /// Wᵀ `[H, V]`
  let forward: PackedMatrix
  /// W `[V, H]`
  let backward: PackedMatrix?

  init(head: SoftmaxHead, forTraining: Bool) {
    forward = PackedMatrix(depth: head.weight.columns, columns: head.weight.rows)
    backward = forTraining ? PackedMatrix(depth: head.weight.rows, columns: head.weight.columns) : nil
  }

  func pack(_ head: SoftmaxHead, of parameters: ParameterVector, on team: ThreadTeam) {
    forward.packTransposed(parameters[head.weight], on: team)
    backward?.pack(parameters[head.weight], on: team)
  }
}

/// One block of logits, and every row's loss.
struct HeadTrace: Sendable {
  /// `[min(T·B, about 2²⁰ / V), V]`
  let logits: Matrix
  /// `[T·B, 1]`
  let lossNats: Matrix

  init(head: SoftmaxHead, rows: Int) {
    let vocabularySize = head.weight.rows
    logits = Matrix(
      rows: SoftmaxHead.blockRows(vocabularySize: vocabularySize, rows: rows), columns: vocabularySize)
    lossNats = Matrix(rows: rows, columns: 1)
  }
}
