import Checkpoints
import FoundationEssentials
import Kernels
import Network
import TextEncoding

extension Trainer {
  /// All that sampling and resuming need. Shares the trainer's floats: to be written before the next step.
  public func checkpoint() throws -> Checkpoint {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = String(decoding: try encoder.encode(record), as: UTF8.self)
    return Checkpoint(
      model: model, tokenizer: tokenizer, parameters: record.bestStep == nil ? parameters : best,
      training: .init(record: json, tensors: trainingTensors()))
  }

  /// Continues where a checkpoint left off: the steps that follow are those of a training that never stopped.
  public init(resuming checkpoint: Checkpoint, corpus: TokenizedCorpus, threads: Int) throws {
    let record = try Self.record(of: checkpoint)
    guard record.corpusTokens == corpus.count, record.corpusFingerprint == String(corpus.fingerprint, radix: 16) else {
      throw TrainingError.otherCorpus(expectedTokens: record.corpusTokens, foundTokens: corpus.count)
    }
    try Self.check(record, corpus: corpus)
    self.init(
      model: checkpoint.model, tokenizer: checkpoint.tokenizer, corpus: corpus, record: record,
      parameters: checkpoint.parameters.copy(), threads: threads)
    if record.bestStep != nil { best.row.assign(checkpoint.parameters.row) }
    let stored = Dictionary(
      (checkpoint.training?.tensors ?? []).map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for tensor in trainingTensors() {
      guard let source = stored[tensor.name] else {
        throw TrainingError.damagedRecord(reason: "tensor \(tensor.name) is missing")
      }
      guard source.shape == tensor.shape else {
        throw TrainingError.damagedRecord(
          reason: "tensor \(tensor.name) has shape \(source.shape), \(tensor.shape) expected")
      }
      tensor.values.assign(source.values)
    }
    refreshPackedWeights()
  }

  /// The training record of a checkpoint.
  public static func record(of checkpoint: Checkpoint) throws(TrainingError) -> TrainingRecord {
    guard let json = checkpoint.training?.record else {
      throw .damagedRecord(reason: "there is none; it was exported for sampling only")
    }
    do {
      return try JSONDecoder().decode(TrainingRecord.self, from: Data(json.utf8))
    } catch {
      throw .damagedRecord(reason: "it cannot be read as this version writes it")
    }
  }

  private static func check(_ record: TrainingRecord, corpus: TokenizedCorpus) throws(TrainingError) {
    let plan = record.plan
    // The file's checksum does not cover the record: within these bounds no step adds up to more than Int holds.
    let counts = [record.step, record.epoch, record.position, plan.totalSteps, plan.schedule.warmUpSteps]
    guard (0..<1).contains(plan.validationShare), plan.batchSize > 0, plan.sequenceLength > 0,
      plan.evaluationInterval ?? 1 > 0, counts.allSatisfy({ (0...1 << 48).contains($0) })
    else { throw .damagedRecord(reason: "its numbers are out of range") }
    let tokens = trainingTokens(of: corpus.count, validationShare: plan.validationShare)
    guard plan.batchSize.multipliedReportingOverflow(by: plan.sequenceLength).overflow == false,
      tokens / plan.batchSize > plan.sequenceLength
    else { throw .damagedRecord(reason: "batch \(plan.batchSize) × \(plan.sequenceLength) on \(tokens) tokens") }
  }

  /// Views of everything beyond the best weights that the next step depends on.
  private func trainingTensors() -> [Archive.Tensor] {
    let prefix = Checkpoint.TrainingPart.prefix
    let vectors = [("parameters", parameters)] + zip(optimizer.settings.kind.momentNames, optimizer.moments)
    let state = zip(state.hiddens, state.cells).enumerated().flatMap { index, part in
      [("hidden_state_l\(index)", part.0), ("cell_state_l\(index)", part.1)]
    }
    return vectors.flatMap { name, vector in
      model.layout.entries.map {
        Archive.Tensor(name: "\(prefix)\(name).\($0.name)", shape: $0.shape, values: vector[$0.handle])
      }
    } + state.map { Archive.Tensor(name: prefix + $0.0, shape: [$0.1.rows, $0.1.columns], values: $0.1) }
  }
}
