import Kernels

/// A network: an input, a stack of recurrent layers, a readout and an output with its loss.
///
/// Holds handles and sizes; a `LoadedModel` has weights beside them and can be run.
public struct SequenceModel: Sendable {
  /// What it was built from.
  public private(set) var configuration: ModelConfiguration
  /// Its parameters, in the file's order.
  public let layout: ParameterLayout
  /// Tokens to the first layer's gates; nil for a network that reads numbers, which go there as they are, or n-grams.
  public let tokenInput: TokenInput?
  /// Tokens and what precedes them to what the first layer reads; nil for a network that reads single tokens, or numbers.
  public let nGramInput: NGramInput?
  /// From the input upwards.
  public let layers: [RecurrentLayer]
  /// The last layer's output to the loss.
  public let head: OutputHead

  /// Declares every parameter; throws when the configuration cannot be built.
  public init(_ configuration: ModelConfiguration) throws(NetworkError) {
    try configuration.validate()
    var layout = ParameterLayout()
    let embedding = TokenInput.declareEmbedding(of: configuration.input, in: &layout)
    nGramInput = NGramInput(configuration.input, embedding: embedding, in: &layout)
    var inputSize = configuration.input.size
    var layers: [RecurrentLayer] = []
    for (index, layer) in configuration.layers.enumerated() {
      layers.append(RecurrentLayer(index: index, inputSize: inputSize, configuration: layer, in: &layout))
      inputSize = layer.outputSize
    }
    head = OutputHead(size: configuration.output.size, hiddenSize: inputSize, in: &layout)
    if case .tokens(let vocabularySize, _) = configuration.input, nGramInput == nil {
      tokenInput = TokenInput(embedding: embedding, firstLayer: layers[0], vocabularySize: vocabularySize)
    } else {
      tokenInput = nil
    }
    (self.configuration, self.layout, self.layers) = (configuration, layout, layers)
  }

  /// The same network with the same parameters, which drops nothing while it learns.
  public var withoutDropout: SequenceModel {
    var model = self
    (model.configuration.dropout, model.configuration.recurrentDropout) = (0, 0)
    return model
  }

  /// The top of the stack.
  var top: RecurrentLayer { layers[layers.count - 1] }
  /// The size of the widest layer's output.
  var widestOutput: Int { layers.map(\.outputSize).max() ?? 0 }
}

/// What a network reads in T steps of B streams.
public enum SequenceInput: Sendable {
  /// T·B ids, step by step (`[T, B]`).
  case tokens([Int32])
  /// `[T·B, D]`, likewise.
  case features(Matrix)
}
