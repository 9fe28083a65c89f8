import Checkpoints
import FoundationEssentials

extension TrainingRecord {
  /// The training record of a checkpoint.
  public init<Subject>(of checkpoint: Checkpoint<Subject>) throws(TrainingError) {
    guard let json = checkpoint.training?.record else {
      throw .damagedRecord(reason: "there is none; it was exported for sampling only")
    }
    do {
      self = try JSONDecoder().decode(TrainingRecord.self, from: Data(json.utf8))
    } catch {
      throw .damagedRecord(reason: "it cannot be read as this version writes it")
    }
    // The file's checksum does not cover the record: within these bounds no step adds up to more than Int holds.
    let counts =
      [step, position.epoch, position.offset, plan.totalSteps ?? 0, plan.schedule.warmUpSteps, data.count]
      + (plan.schedule.moves ?? []).flatMap { [$0.step, $0.formerEnd ?? 0] }
    let losses = [origin?.heldOut, measured?.heldOut, measured?.training, measured?.nGram?.heldOut].compactMap { $0 }
    guard (0..<1).contains(plan.validationFraction), plan.batchSize > 0, plan.sequenceLength > 0,
      plan.microBatchSize.map({ $0 > 0 && plan.batchSize.isMultiple(of: $0) }) ?? true,
      plan.evaluationInterval ?? 1 > 0, plan.evaluationLength ?? 0 >= 0,
      (0..<1).contains(plan.optimizer.gradientMemory ?? 0), plan.schedule.isValid,
      plan.seconds.map({ $0 > 0 && $0 <= 1e9 }) ?? true, (0...1e12).contains(usedSeconds ?? 0),
      counts.allSatisfy({ (0...1 << 48).contains($0) }),
      !plan.batchSize.multipliedReportingOverflow(by: plan.sequenceLength).overflow,
      losses.allSatisfy({ $0.mean.isFinite && $0.count >= 0 }),
      measured?.nGram.map({ (1...1000).contains($0.order) && (0...data.count).contains($0.counted) }) ?? true
    else { throw .damagedRecord(reason: "its numbers are out of range") }
  }

  /// The record of a checkpoint whose training is to go on.
  ///
  /// - path: the checkpoint's file, for the error.
  /// - Throws: `CheckpointError.notResumable`, `TrainingError.damagedRecord`.
  public init<Subject>(resuming checkpoint: Checkpoint<Subject>, path: String) throws {
    guard checkpoint.training != nil else { throw CheckpointError.notResumable(path: path) }
    try self.init(of: checkpoint)
  }
}
