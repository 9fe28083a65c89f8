import Kernels

/// All buffers of a forward and backward pass over T steps of B streams, allocated once.
public struct SequenceTrace: Sendable {
  /// T
  public let steps: Int
  /// B
  public let batchSize: Int
  var tokens: TokenTrace?
  let layers: [LayerTrace]
  let head: HeadTrace
  /// `[B, outputSize]` of the last layer: what the head reads of windows, and its gradient.
  let readout, readoutGradient: Matrix?
  /// Two buffers that the layers' output gradients take turns in, `[T·B, widest output]` each.
  private let gradientStorage: [FloatStorage]

  /// Allocates for `steps` × `batchSize`; without `forTraining` only what forward needs.
  ///
  /// - keepsGates: whether the gates of every step are still there after a forward pass; for training they always are.
  public init(model: SequenceModel, steps: Int, batchSize: Int, forTraining: Bool, keepsGates: Bool = false) {
    precondition(steps > 0 && batchSize > 0, "a trace of \(steps) steps of \(batchSize) streams")
    (self.steps, self.batchSize) = (steps, batchSize)
    let (rows, configuration) = (steps * batchSize, model.configuration)
    tokens = model.tokenInput.map { TokenTrace(input: $0, tokens: rows) }
    layers = model.layers.map {
      LayerTrace(
        layer: $0, steps: steps, batchSize: batchSize, keepsGates: forTraining || keepsGates,
        dropout: forTraining && configuration.dropout > 0,
        recurrentDropout: forTraining && configuration.recurrentDropout > 0)
    }
    let isWindow = configuration.window != nil
    head = HeadTrace(head: model.head, rows: isWindow ? batchSize : rows)
    readout = isWindow ? Matrix(rows: batchSize, columns: model.top.outputSize) : nil
    readoutGradient = isWindow ? Matrix(rows: batchSize, columns: model.top.outputSize) : nil
    let widest = model.layers.map(\.outputSize).max() ?? 0
    gradientStorage = (0..<2).map { _ in FloatStorage(count: forTraining ? rows * widest : 0) }
  }

  /// What reaches a layer's output, `[T·B, width]`.
  func gradient(of layer: Int, width: Int) -> Matrix {
    Matrix(storage: gradientStorage[layer % 2], rows: steps * batchSize, columns: width)
  }
}
