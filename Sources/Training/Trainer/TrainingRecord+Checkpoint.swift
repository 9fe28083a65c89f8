import Checkpoints

extension TrainingRecord {
  /// The training record of a checkpoint.
  public init<Subject>(of checkpoint: Checkpoint<Subject>) throws(TrainingError) {
    guard let json = checkpoint.training?.record else {
      throw .damagedRecord(reason: "there is none; it was exported for sampling only")
    }
    do {
      self = try MetadataJSON.decode(json)
      try check()
    } catch {
      throw .damagedRecord(reason: error.description)
    }
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
