import Kernels
import Network
import TextEncoding

extension Checkpoint {
  /// Reads a file, builds the model from its configuration and compares what is there with what is asked for.
  public init(contentsOf path: String) throws(CheckpointError) {
    let archive = try Archive(contentsOf: path)
    try Self.checkFormat(archive.metadata, path: path)
    let configuration: ModelConfiguration = try Self.decode("configuration", of: archive.metadata, path: path)
    let subject: Subject = try Self.decode(Subject.metadataKey, of: archive.metadata, path: path)
    let model: SequenceModel
    do {
      model = try SequenceModel(configuration)
    } catch {
      throw .invalidMetadata(path: path, key: "configuration", reason: error.description)
    }
    do {
      try subject.check(with: configuration)
    } catch {
      throw .invalidMetadata(path: path, key: Subject.metadataKey, reason: error.description)
    }
    let isTraining = { (tensor: Archive.Tensor) in tensor.name.hasPrefix(TrainingPart.prefix) }
    let weights = archive.tensors.filter { !isTraining($0) }
    let parameters = try Self.parameters(of: model, from: weights, path: path)
    let training = archive.metadata["training"].map {
      TrainingPart(record: $0, tensors: archive.tensors.filter(isTraining))
    }
    self.init(model: model, subject: subject, parameters: parameters, training: training)
    alteration = archive.alteration
  }

  private static func checkFormat(_ metadata: [String: String], path: String) throws(CheckpointError) {
    let found = try CheckpointHeader(metadata, path: path).kind
    // A whole checkpoint has one subject.
    if metadata[Subject.metadataKey] == nil, found != Subject.kind {
      throw .otherKind(path: path, expected: Subject.kind, found: found)
    }
  }

  private static func decode<Value: Decodable>(_ key: String, of metadata: [String: String], path: String)
    throws(CheckpointError) -> Value
  {
    guard let text = metadata[key] else { throw .invalidMetadata(path: path, key: key, reason: "it is missing") }
    do {
      return try MetadataJSON.decode(text)
    } catch {
      throw .invalidMetadata(path: path, key: key, reason: error.description)
    }
  }

  /// A vector filled from tensors; the first difference in name or shape is thrown.
  ///
  /// All of them are compared before anything is allocated: a configuration can ask for far more than a file holds.
  private static func parameters(of model: SequenceModel, from tensors: [Archive.Tensor], path: String)
    throws(CheckpointError) -> ParameterVector
  {
    var rest: [String: Archive.Tensor] = [:]
    for tensor in tensors { rest[tensor.name] = tensor }
    func take(_ name: String, _ shape: [Int]) throws(CheckpointError) -> Archive.Tensor? {
      guard let tensor = rest.removeValue(forKey: name) else { return nil }
      guard tensor.shape == shape else {
        throw .wrongShape(path: path, name: name, expected: shape, found: tensor.shape)
      }
      return tensor
    }
    var found: [(ParameterHandle, first: Archive.Tensor, second: Archive.Tensor?)] = []
    for entry in model.layout.entries {
      guard let first = try take(entry.name, entry.shape) else {
        throw .missingTensor(path: path, name: entry.name, shape: entry.shape)
      }
      var second: Archive.Tensor?
      if let name = secondBias(of: entry.name) { second = try take(name, entry.shape) }
      found.append((entry.handle, first, second))
    }
    if let extra = rest.values.min(by: { $0.name < $1.name }) {
      throw .unexpectedTensor(path: path, name: extra.name, shape: extra.shape)
    }
    let vector = ParameterVector(zeros: model.layout)
    for (handle, first, second) in found {
      vector[handle].assign(first.values)
      try requireFinite(vector[handle], path: path, name: first.name)
      guard let second else { continue }
      add(second.values, into: vector[handle])
      try requireFinite(vector[handle], path: path, name: second.name)
    }
    return vector
  }

  /// Also finite numbers can be so large that what is computed with them is not.
  ///
  /// - values: of a parameter, so that they stand behind one another.
  /// - name: the tensor that is to blame.
  private static func requireFinite(_ values: Matrix, path: String, name: String) throws(CheckpointError) {
    guard isFinite(values) else {
      throw .invalidTensor(path: path, name: name, reason: "not all of its numbers are finite; take an older copy")
    }
    let row = Matrix(storage: values.storage, offset: values.offset, rows: 1, columns: values.rows * values.columns)
    guard sumOfSquares(row, at: [0..<row.columns]) <= 1e30 else {
      throw .invalidTensor(
        path: path, name: name, reason: "its numbers are larger than any training makes them; take an older copy")
    }
  }
}
