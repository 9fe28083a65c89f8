import Network

extension Trainer {
  /// Throws `tooLarge` where training a model by a plan takes more than nine tenths of a computer's memory.
  public static func checkMemory(
    model: SequenceModel, plan: TrainingPlan, memoryBytes: Double
  ) throws(TrainingError) {
    let needed = Self.memoryBytes(model: model, plan: plan)
    guard needed < 0.9 * memoryBytes else { throw .tooLarge(neededBytes: needed, memoryBytes: memoryBytes) }
  }
}
