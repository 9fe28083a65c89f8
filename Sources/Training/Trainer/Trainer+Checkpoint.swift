import Checkpoints
import Kernels
import Network
import TextEncoding
import Workers

extension Trainer {
  /// All that predicting and resuming need. Shares the trainer's floats: to be written before the next step, and where several
  /// processes share the training, after `collect`.
  public func checkpoint() throws -> Checkpoint<Source.Subject> {
    let json = try MetadataJSON.encode(record)
    return Checkpoint(
      model: model, subject: source.subject, parameters: record.bestStep == nil ? parameters : best,
      training: .init(record: json, tensors: trainingTensors(collected ?? optimizer.moments)))
  }

  /// Continues where a checkpoint left off: the steps that follow are those of a training that never stopped.
  ///
  /// - source: the examples from the record's position on; they have to be of the same data.
  public convenience init(
    resuming checkpoint: Checkpoint<Source.Subject>, source: (TrainingRecord) throws -> Source, threads: Int,
    workers: any Communicator = Alone()
  ) throws {
    let record = try TrainingRecord(of: checkpoint)
    let source = try source(record)
    guard source.identity == record.data else {
      throw TrainingError.otherData(expectedCount: record.data.count, foundCount: source.identity.count)
    }
    self.init(
      TrainableModel(checkpoint.model, checkpoint.parameters.copy(), threads: threads), source: source, record: record,
      workers: workers)
    if record.bestStep != nil { best.row.assign(checkpoint.parameters.row) }
    let stored = Dictionary(
      (checkpoint.training?.tensors ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let squares = Set(
      optimizer.settings.kind.squareNames.flatMap { name in
        model.layout.entries.map { "\(TrainingPart.prefix)\(name).\($0.name)" }
      })
    let moments = optimizer.moments
    for tensor in trainingTensors(moments) {
      guard let source = stored[tensor.name] else {
        throw TrainingError.damagedRecord(reason: "tensor \(tensor.name) is missing")
      }
      guard source.shape == tensor.shape else {
        throw TrainingError.damagedRecord(
          reason: "tensor \(tensor.name) has shape \(source.shape), \(tensor.shape) expected")
      }
      let values = source.values
      guard isFinite(values) else {
        throw TrainingError.damagedRecord(
          reason: "not all numbers of tensor \(tensor.name) are finite; take an older copy")
      }
      guard !squares.contains(tensor.name) || isNotNegative(values) else {
        throw TrainingError.damagedRecord(
          reason:
            "not all numbers of tensor \(tensor.name), which are means of squares, are 0 or more; take an older copy")
      }
      tensor.values.assign(values)
    }
    optimizer.takeMoments(moments)
    weightsChanged()
  }

  /// Views of everything beyond the best weights that the next step depends on.
  ///
  /// - moments: of all floats.
  private func trainingTensors(_ moments: [ParameterVector]) -> [Archive.Tensor] {
    let prefix = TrainingPart.prefix
    let vectors = [("parameters", parameters)] + zip(optimizer.settings.kind.momentNames, moments)
    return vectors.flatMap { name, vector in
      model.layout.entries.map {
        Archive.Tensor(name: "\(prefix)\(name).\($0.name)", shape: $0.shape, values: vector[$0.handle])
      }
    }
      + state.parts.map { name, values in
        Archive.Tensor(name: prefix + name, shape: [values.rows, values.columns], values: values)
      }
  }
}
