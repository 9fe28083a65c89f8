import Kernels

/// A network: an input, a stack of LSTM layers, a readout and an output with its loss.
///
/// Holds handles and sizes; forward is a function of (parameters, input, state).
public struct SequenceModel: Sendable {
  /// What it was built from.
  public let configuration: ModelConfiguration
  /// Its parameters, in the file's order.
  public let layout: ParameterLayout
  /// Tokens to the first layer's gates; nil for a network that reads numbers, which go there as they are.
  public let tokenInput: TokenInput?
  /// From the input upwards.
  public let layers: [RecurrentLayer]
  /// The last layer's output to the loss.
  public let head: OutputHead

  /// Declares every parameter; throws when the configuration cannot be built.
  public init(_ configuration: ModelConfiguration) throws(NetworkError) {
    try configuration.validate()
    var layout = ParameterLayout()
    var embedding: ParameterHandle?
    if case .tokens(let vocabularySize, let encoding) = configuration.input {
      embedding = TokenInput.declareEmbedding(vocabularySize: vocabularySize, encoding: encoding, in: &layout)
    }
    var inputSize = configuration.input.size
    var layers: [RecurrentLayer] = []
    for (index, layer) in configuration.layers.enumerated() {
      layers.append(RecurrentLayer(index: index, inputSize: inputSize, configuration: layer, in: &layout))
      inputSize = layer.outputSize
    }
    head = OutputHead(size: configuration.output.size, hiddenSize: inputSize, in: &layout)
    if case .tokens(let vocabularySize, _) = configuration.input {
      tokenInput = TokenInput(embedding: embedding, firstLayer: layers[0], vocabularySize: vocabularySize)
    } else {
      tokenInput = nil
    }
    (self.configuration, self.layout, self.layers) = (configuration, layout, layers)
  }

  /// The top of the stack.
  var top: RecurrentLayer { layers[layers.count - 1] }
}

/// What the network reads in T steps of B streams.
public enum SequenceInput: Sendable {
  /// T·B ids, step by step (`[T, B]`).
  case tokens([Int32])
  /// `[T·B, D]`, likewise.
  case features(Matrix)
}

/// All weights in the order in which the products read them.
public struct PackedWeights: Sendable {
  let tokenInput: PackedTokenInput?
  /// By layer and direction.
  let layers: [[PackedLSTM]]
  let head: PackedHead

  /// Room for a model's weights; the backward panels only `forTraining`.
  public init(model: SequenceModel, forTraining: Bool) {
    tokenInput = model.tokenInput.map { PackedTokenInput(input: $0, forTraining: forTraining) }
    layers = model.layers.map { layer in
      layer.directions.map {
        PackedLSTM(layer: $0, readsTable: layer.index == 0 && model.tokenInput != nil, forTraining: forTraining)
      }
    }
    head = PackedHead(head: model.head, forTraining: forTraining)
  }

  /// Packs the weights anew: after every update. Cost: one read and one or two writes of every weight.
  public func pack(_ parameters: ParameterVector, of model: SequenceModel, on team: ThreadTeam) {
    tokenInput?.pack(parameters, on: team)
    for (packed, layer) in zip(layers, model.layers) {
      for (part, direction) in zip(packed, layer.directions) { part.pack(direction, of: parameters, on: team) }
    }
    head.pack(model.head, of: parameters, on: team)
  }
}
