import Notation
import Network

/// A network in the words of its summary and its drawing.
public struct ModelDescription: Sendable {
  private let model: SequenceModel
  private let things: String
  private let samples: String

  /// Describes a model.
  ///
  /// - things: what the model reads and predicts, in the plural: `characters`, or the columns' names.
  /// - samples: the first number of each shape; nil for the word in its place.
  public init(_ model: SequenceModel, things: String, samples: Int? = nil) {
    (self.model, self.things, self.samples) = (model, things, samples.map(String.init) ?? "samples")
  }

  private var configuration: ModelConfiguration { model.configuration }

  /// A row for each part, from what enters to what leaves.
  public var summary: ModelSummary {
    var rows = [SummaryRow(name: inputName, outputShape: shape(configuration.input.size), parameters: embeddingCount)]
    for layer in model.layers {
      rows.append(
        SummaryRow(
          name: title(of: layer), outputShape: outputShape(of: layer), parameters: parameters(of: layer)))
    }
    rows.append(
      SummaryRow(
        name: outputName,
        outputShape: isWindow ? lastShape(configuration.output.size) : shape(configuration.output.size),
        parameters: headCount))
    return ModelSummary(rows)
  }

  /// The drawing, down to the gates of the cells.
  public var diagram: ModelDiagram {
    ModelDiagram(
      DrawnModel(
        input: inputBoxes,
        layers: zip(model.layers, configuration.layers).map { layer, configured in
          .init(
            title: title(of: layer), outputShape: outputShape(of: layer), parameters: parameters(of: layer),
            isBidirectional: configured.isBidirectional, cell: configured.variant)
        },
        readout:
          "\(isWindow ? "last step, " : "")linear \(model.layers.last?.outputSize ?? 0) → \(configuration.output.size), "
          + "\(NumberFormat.grouped(headCount)) parameters",
        output: outputWords))
  }

  private var isWindow: Bool { configuration.window != nil }

  private var steps: String { configuration.window.map(String.init) ?? "steps" }

  private func shape(_ width: Int) -> String { "(\(samples), \(steps), \(width))" }
  private func lastShape(_ width: Int) -> String { "(\(samples), \(width))" }

  /// Of the last layer of windows only the last step goes on.
  private func outputShape(of layer: RecurrentLayer) -> String {
    isWindow && layer.index == model.layers.count - 1 ? lastShape(layer.outputSize) : shape(layer.outputSize)
  }

  private func title(of layer: RecurrentLayer) -> String {
    let configured = configuration.layers[layer.index]
    let words = (configured.isBidirectional ? ["both directions"] : []) + configured.cell.peculiarities
    return "LSTM \(layer.index + 1)" + (words.isEmpty ? "" : " (\(words.joined(separator: ", ")))")
  }

  private var inputName: String {
    switch configuration.input {
    case .tokens(_, .oneHot): "one-hot"
    case .tokens(_, .embedding): "embedding"
    case .tokens(_, .ngrams(_, let longest, _, _)): "embedding of 1 to \(longest) \(things)"
    case .features: "features"
    }
  }

  private var inputBoxes: [String] {
    switch configuration.input {
    case .tokens(let count, .oneHot): ["\(things), \(count) different", "one-hot, \(count) wide"]
    case .tokens(let count, .embedding(let size)): ["\(things), \(count) different", "embedding, \(size) wide"]
    case .tokens(let count, .ngrams(let size, let longest, let rows, _)):
      [
        "\(things), \(count) different", "embedding of 1 to \(longest) \(things), \(size) wide",
        "\(NumberFormat.grouped(rows)) rows",
      ]
    case .features(let size): ["\(things)", "\(size) \(size == 1 ? "feature" : "features"), scaled"]
    }
  }

  private var outputName: String {
    switch configuration.output {
    case .softmax: "linear, softmax"
    case .linear: "linear"
    }
  }

  private var outputWords: String {
    switch configuration.output {
    case .softmax(let classes): "softmax over \(classes) \(things)"
    case .linear(let size): size == 1 ? "one number" : "\(size) numbers"
    }
  }

  private var embeddingCount: Int {
    if let input = model.nGramInput { return input.embedding.count + input.table.count }
    return model.tokenInput?.embedding?.count ?? 0
  }
  private var headCount: Int { model.head.weight.count + model.head.bias.count }

  private func parameters(of layer: RecurrentLayer) -> Int {
    layer.directions.reduce(0) { sum, direction in
      direction.entries.reduce(sum) { $0 + model.layout.entries[$1].count }
    }
  }
}
