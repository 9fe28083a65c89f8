/// What ends a training: totals, also when it is resumed.
public enum Budget: Equatable, Sendable {
  /// Updates.
  case steps(Int)
  /// Passes over the data.
  case epochs(Int)
  /// Time, with evaluations and saving.
  case seconds(Double)
}

/// What somebody chose of how a network is trained; nil where the program chooses.
public struct PlanChoices: Equatable, Sendable {
  /// What ends the training.
  public var budget: Budget?
  /// B
  public var batchSize: Int?
  /// The parts of a batch.
  public var parts: Int?
  /// The processes that share the training: so many parts at least where nothing else was chosen.
  public var processes = 1
  /// Streams of a batch that are read at once.
  public var microBatchSize: Int?
  /// T, where no window says it.
  public var sequenceLength: Int?
  /// The fraction of the data held out.
  public var validationFraction: Double?
  /// The update rule.
  public var optimizer: OptimizerKind?
  /// The highest learning rate.
  public var learningRate: Double?
  /// The fraction of a weight lost per step and unit of rate.
  public var weightDecay: Double?
  /// How the learning rate falls.
  public var decay: LearningRateDecay?
  /// Steps over which the learning rate rises.
  public var warmUpSteps: Int?
  /// The moves of the end in a training that is made again.
  public var moves: [LearningRateSchedule.Move] = []
  /// Steps between two evaluations.
  public var evaluationInterval: Int?
  /// Held-out examples that an evaluation reads.
  public var evaluationLength: Int?
  /// Whether the training ends early when the held-out loss has turned.
  public var endsWhenTurned: Bool?
  /// Fixes all random choices.
  public var rngSeed: UInt64

  /// No choice made but that of the random numbers.
  public init(rngSeed: UInt64) { self.rngSeed = rngSeed }

  /// B: the usual one and a stream for each process at least, and whole parts.
  func batchSize(usual: Int) -> Int {
    let (least, parts) = (max(usual, processes), parts ?? 1)
    return batchSize ?? (least + parts - 1) / parts * parts
  }

  /// The parts chosen, or the fewest that are equal and of which each process has one; nil for one.
  private func parts(of batchSize: Int) -> Int? {
    let count = parts ?? TrainingPlan.parts(of: batchSize, least: min(processes, batchSize))
    return count > 1 ? count : nil
  }

  /// The choices made, on top of the usual ones. Throws `indivisible` or `unevenPieces`.
  package func plan(usual: UsualPlan) throws(TrainingError) -> TrainingPlan {
    let (kind, batchSize) = (optimizer ?? .adamw, batchSize(usual: usual.batchSize))
    let parts = parts(of: batchSize)
    try TrainingPlan.check(batchSize: batchSize, parts: parts, microBatchSize: microBatchSize)
    let steps: Int? = if case .steps(let steps) = budget { steps } else { nil }
    var plan = TrainingPlan(
      batchSize: batchSize, microBatchSize: microBatchSize, sequenceLength: sequenceLength ?? usual.sequenceLength,
      optimizer: OptimizerSettings(
        kind: kind, learningRate: learningRate ?? (kind == .adamw ? usual.learningRate : nil),
        weightDecay: weightDecay ?? usual.weightDecay, gradientMemory: kind == .adamw ? usual.gradientMemory : nil),
      schedule: LearningRateSchedule(
        decay: decay ?? .trapezoid, warmUpSteps: warmUpSteps ?? usual.warmUpSteps, moves: moves),
      rngSeed: rngSeed, totalSteps: steps)
    plan.parts = parts
    plan.validationFraction = validationFraction ?? usual.validationFraction
    (plan.evaluationInterval, plan.evaluationLength) = (evaluationInterval, evaluationLength)
    plan.endsWhenTurned = endsWhenTurned ?? usual.endsWhenTurned
    return plan
  }
}

/// What a training does where nothing else was chosen.
package struct UsualPlan {
  /// B
  package var batchSize: Int
  /// T
  package var sequenceLength: Int
  /// The fraction of the data held out.
  package var validationFraction: Double
  /// AdamW's highest rate.
  package var learningRate: Double
  /// The fraction of a weight lost per step and unit of rate.
  package var weightDecay: Double
  /// AdamW's β₁; nil for 0.9.
  package var gradientMemory: Double?
  /// Steps over which the learning rate rises.
  package var warmUpSteps: Int
  /// Whether the training ends early when the held-out loss has turned; nil for no.
  package var endsWhenTurned: Bool?

  /// Usual choices.
  package init(
    batchSize: Int, sequenceLength: Int, validationFraction: Double, learningRate: Double, weightDecay: Double = 0.01,
    gradientMemory: Double? = nil, warmUpSteps: Int, endsWhenTurned: Bool? = nil
  ) {
    (self.batchSize, self.sequenceLength, self.validationFraction) = (batchSize, sequenceLength, validationFraction)
    (self.learningRate, self.weightDecay) = (learningRate, weightDecay)
    (self.gradientMemory, self.warmUpSteps) = (gradientMemory, warmUpSteps)
    self.endsWhenTurned = endsWhenTurned
  }
}
