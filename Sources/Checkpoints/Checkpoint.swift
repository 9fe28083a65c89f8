import Kernels
import Network
import TextEncoding

/// What a model is about: what turns a user's data into the network's numbers and back.
public protocol CheckpointSubject: Codable, Sendable {
  /// The key of its JSON in the file's metadata.
  static var metadataKey: String { get }
  /// The kind of model, as a user would name it.
  static var kind: String { get }
  /// Throws where a field is outside of its domain, or does not belong to the network.
  func check(with configuration: ModelConfiguration) throws(FieldError)
}

extension Tokenizer: CheckpointSubject {
  /// `tokenizer`
  public static var metadataKey: String { "tokenizer" }
  /// In errors.
  public static var kind: String { "a model of text" }

  /// The vocabulary has to be what the network reads and predicts.
  public func check(with configuration: ModelConfiguration) throws(FieldError) {
    guard configuration.vocabularySize == vocabulary.count,
      configuration.output == .softmax(classes: vocabulary.count)
    else {
      throw FieldError(
        field: "vocabulary.units",
        problem:
          "are \(vocabulary.count), for a network that has \(configuration.vocabularySize) as its `vocabularySize` "
          + "and \(configuration.output.size) as the number of its output classes")
    }
    for count in vocabulary.counts { try FieldError.check("vocabulary.counts", count, in: 0...1 << 48) }
  }
}

/// A model of text.
public typealias TextCheckpoint = Checkpoint<Tokenizer>

/// What only training reads: its record as JSON, and tensors under names that begin with `optimizer.`.
public struct TrainingPart: Sendable {
  /// JSON that the training module writes and reads.
  public var record: String
  /// Latest parameters, moments, carried state.
  public var tensors: [Archive.Tensor]

  /// A training part.
  public init(record: String, tensors: [Archive.Tensor]) {
    (self.record, self.tensors) = (record, tensors)
  }

  /// The prefix of its tensors' names. Not all of them are an optimiser's: the state that a training carries on and the
  /// latest weights have the prefix too, since files have had it from the first version of the format on.
  public static let prefix = "optimizer."
}

/// A trained model in one file: configuration, subject and weights, and what resuming its training needs.
public struct Checkpoint<Subject: CheckpointSubject>: Sendable {
  /// The format that this version writes, and the newest it reads.
  public static var formatVersion: Int { 1 }

  /// The network, built from its configuration.
  public let model: SequenceModel
  /// The data's side: the tokenizer of a text, the columns and scales of a series.
  public var subject: Subject
  /// The weights to predict with: those of the lowest held-out loss so far.
  public let parameters: ParameterVector
  /// nil in an exported file.
  public var training: TrainingPart?
  /// What another program has done to the file that was read; nil where nothing is known of it.
  public internal(set) var alteration: Alteration?

  /// A checkpoint of existing parts; traps when the vector is of another model.
  public init(model: SequenceModel, subject: Subject, parameters: ParameterVector, training: TrainingPart? = nil) {
    func shapes(_ layout: ParameterLayout) -> [String] { layout.entries.map { "\($0.name) \($0.shape)" } }
    let (found, expected) = (shapes(parameters.layout), shapes(model.layout))
    precondition(found == expected, "parameters \(found) for a model of \(expected)")
    (self.model, self.subject, self.parameters, self.training) = (model, subject, parameters, training)
  }

  /// Writes the file atomically. Same parts, same bytes.
  ///
  /// - format: how the weights stand in the file; the training part always has 32 bits.
  /// - Throws: `CheckpointError`; `beyondFormat` where a weight is too large for the format.
  public func write(to path: String, weightsAs format: FloatFormat = .f32) throws {
    var metadata = [
      "format": "textgen", "format_version": String(Self.formatVersion),
      "configuration": try MetadataJSON.encode(model.configuration),
      Subject.metadataKey: try MetadataJSON.encode(subject), "kind": Subject.kind,
    ]
    if let training { metadata["training"] = training.record }
    if let entry = model.layout.entries.first(where: { !format.holds(parameters[$0.handle]) }) {
      throw CheckpointError.beyondFormat(name: entry.name, format: format)
    }
    let tensors = weightTensors(as: format) + (training?.tensors ?? [])
    try Archive(metadata: metadata, tensors: tensors).write(to: path)
  }

  /// The parameters under PyTorch's names, each first bias followed by the second one, which is zero here.
  private func weightTensors(as format: FloatFormat) -> [Archive.Tensor] {
    model.layout.entries.flatMap { entry -> [Archive.Tensor] in
      func tensor(_ name: String, _ values: Matrix) -> Archive.Tensor {
        Archive.Tensor(name: name, shape: entry.shape, format: format, values: values)
      }
      let first = tensor(entry.name, parameters[entry.handle])
      guard let second = Self.secondBias(of: entry.name) else { return [first] }
      return [first, tensor(second, Matrix(rows: 1, columns: entry.count))]
    }
  }

  /// The name of PyTorch's recurrent bias beside an input bias.
  static func secondBias(of name: String) -> String? {
    guard name.hasPrefix("lstm.bias_ih_") else { return nil }
    return "lstm.bias_hh_" + name.dropFirst("lstm.bias_ih_".count)
  }
}

extension Checkpoint where Subject == Tokenizer {
  /// Text to token ids and back.
  public var tokenizer: Tokenizer { subject }
}
