import Network

extension Trainer {
  /// Throws `tooLarge` where training a model by a plan takes more than nine tenths of a computer's memory.
  public static func checkMemory(
    model: SequenceModel, plan: TrainingPlan, memoryBytes: Double, processes: Int = 1
  ) throws(TrainingError) {
    let needed = Self.memoryBytes(model: model, plan: plan, processes: processes)
    guard needed < 0.9 * memoryBytes else { throw .tooLarge(neededBytes: needed, memoryBytes: memoryBytes) }
  }
}
