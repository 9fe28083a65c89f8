import Kernels

/// A character model: tokens, a stack of LSTM layers, softmax.
///
/// Holds handles and sizes; forward is a function of (parameters, input, state).
public struct SequenceModel: Sendable {
  /// What it was built from.
  public let configuration: ModelConfiguration
  /// Its parameters, in the file's order.
  public let layout: ParameterLayout
  /// Tokens to the first layer's gates.
  public let input: TokenInput
  /// From the input upwards.
  public let layers: [LSTMLayer]
  /// The last layer's output to the loss.
  public let head: SoftmaxHead

  /// Declares every parameter; throws when the configuration cannot be built.
  public init(_ configuration: ModelConfiguration) throws(NetworkError) {
    try configuration.validate()
    var layout = ParameterLayout()
    let embedding = TokenInput.declareEmbedding(configuration, in: &layout)
    var inputSize = configuration.input.size(vocabularySize: configuration.vocabularySize)
    var layers: [LSTMLayer] = []
    for (index, hiddenSize) in configuration.hiddenSizes.enumerated() {
      layers.append(LSTMLayer(index: index, inputSize: inputSize, hiddenSize: hiddenSize, in: &layout))
      inputSize = hiddenSize
    }
    head = SoftmaxHead(vocabularySize: configuration.vocabularySize, hiddenSize: inputSize, in: &layout)
    input = TokenInput(embedding: embedding, firstLayer: layers[0], vocabularySize: configuration.vocabularySize)
    (self.configuration, self.layout, self.layers) = (configuration, layout, layers)
  }
}

/// The state that a stream carries from chunk to chunk: h and c of every layer, `[B, H]` each.
public struct RecurrentState: Sendable {
  /// h of every layer, from the input upwards.
  public let hiddens: [Matrix]
  /// c of every layer.
  public let cells: [Matrix]

  /// Zeros for `batchSize` streams.
  public init(model: SequenceModel, batchSize: Int) {
    hiddens = model.layers.map { Matrix(rows: batchSize, columns: $0.hiddenSize) }
    cells = model.layers.map { Matrix(rows: batchSize, columns: $0.hiddenSize) }
  }

  /// Back to zeros.
  public func reset() {
    for part in hiddens + cells { part.fill(0) }
  }

  /// One stream back to zeros.
  public func reset(stream: Int) {
    for part in hiddens + cells { part.rows(stream..<stream + 1).fill(0) }
  }

  /// Overwrites with another state of the same shape.
  public func assign(_ other: RecurrentState) {
    for (part, source) in zip(hiddens + cells, other.hiddens + other.cells) { part.assign(source) }
  }
}

/// All weights in the order in which the products read them.
public struct PackedWeights: Sendable {
  let input: PackedTokenInput
  let layers: [PackedLSTM]
  let head: PackedHead

  /// Room for a model's weights; the backward panels only `forTraining`.
  public init(model: SequenceModel, forTraining: Bool) {
    input = PackedTokenInput(input: model.input, layer: model.layers[0], forTraining: forTraining)
    layers = model.layers.enumerated().map { index, layer in
      PackedLSTM(layer: layer, isFirst: index == 0, forTraining: forTraining)
    }
    head = PackedHead(head: model.head, forTraining: forTraining)
  }

  /// Packs the weights anew: after every update. Cost: one read and one or two writes of every weight.
  public func pack(_ parameters: ParameterVector, of model: SequenceModel, on team: ThreadTeam) {
    input.pack(model.layers[0], of: parameters, on: team)
    for (packed, layer) in zip(layers, model.layers) { packed.pack(layer, of: parameters, on: team) }
    head.pack(model.head, of: parameters, on: team)
  }
}

/// All buffers of a forward and backward pass over T steps of B streams, allocated once.
public struct SequenceTrace: Sendable {
  /// T
  public let steps: Int
  /// B
  public let batchSize: Int
  var tokens: TokenTrace
  let layers: [LSTMTrace]
  let head: HeadTrace
  /// Two buffers that the layers' output gradients take turns in, `[T·B, widest H]` each.
  let gradientStorage: [FloatStorage]
  let scratch: TransposedProductScratch

  /// Allocates for `steps` × `batchSize`; without `forTraining` only what forward needs.
  public init(model: SequenceModel, steps: Int, batchSize: Int, threads: Int, forTraining: Bool) {
    precondition(steps > 0 && batchSize > 0, "a trace of \(steps) steps of \(batchSize) streams")
    (self.steps, self.batchSize) = (steps, batchSize)
    let rows = steps * batchSize
    tokens = TokenTrace(input: model.input, layer: model.layers[0], tokens: rows)
    let dropout = forTraining && model.configuration.dropout > 0
    layers = model.layers.map { LSTMTrace(layer: $0, steps: steps, batchSize: batchSize, dropout: dropout) }
    head = HeadTrace(head: model.head, rows: rows)
    let widest = model.layers.map(\.hiddenSize).max() ?? 0
    gradientStorage = (0..<2).map { _ in FloatStorage(count: forTraining ? rows * widest : 0) }
    scratch = TransposedProductScratch(threads: threads)
  }

  func gradient(of layer: Int, width: Int) -> Matrix {
    Matrix(storage: gradientStorage[layer % 2], rows: steps * batchSize, columns: width)
  }
}
