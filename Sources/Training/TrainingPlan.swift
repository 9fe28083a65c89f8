import Glibc

/// The choices that fix a training, recorded in its checkpoint: with the corpus, they give every byte of the result.
public struct TrainingPlan: Codable, Equatable, Sendable {
  /// B, parallel streams.
  public var batchSize: Int
  /// Streams whose activations are in memory at once, a divisor of B: their gradients are added up until the batch is
  /// complete. Nil for all of them.
  public var microBatchSize: Int?
  /// T, the length of truncated backpropagation.
  public var sequenceLength: Int
  /// The update rule.
  public var optimizer: OptimizerSettings
  /// The learning rate over the steps.
  public var schedule: LearningRateSchedule
  /// Gradients longer than this are scaled down to it (Pascanu, Mikolov and Bengio 2013).
  public var largestGradientNorm: Double
  /// The share of the tokens held out, from the end.
  public var validationShare: Double
  /// Fixes the initial weights, dropout and stream offsets.
  public var rngSeed: UInt64
  /// All steps from the first to the last.
  public var totalSteps: Int
  /// Steps between two evaluations; nil for about an epoch.
  public var evaluationInterval: Int?

  /// A plan; the defaults write good text from a megabyte in five minutes on two cores.
  public init(
    batchSize: Int = usualBatchSize, microBatchSize: Int? = nil, sequenceLength: Int = 64,
    optimizer: OptimizerSettings = OptimizerSettings(),
    schedule: LearningRateSchedule = LearningRateSchedule(), largestGradientNorm: Double = 5,
    validationShare: Double = 0.1, rngSeed: UInt64, totalSteps: Int, evaluationInterval: Int? = nil
  ) {
    self.batchSize = batchSize
    self.microBatchSize = microBatchSize
    self.sequenceLength = sequenceLength
    self.optimizer = optimizer
    self.schedule = schedule
    self.largestGradientNorm = largestGradientNorm
    self.validationShare = validationShare
    self.rngSeed = rngSeed
    self.totalSteps = totalSteps
    self.evaluationInterval = evaluationInterval
  }

  /// B unless something else is asked for.
  public static let usualBatchSize = 32

  /// The largest divisor of a batch that is not above `most`, which is at least 1.
  public static func microBatchSize(of batchSize: Int, most: Int) -> Int {
    (1...min(most, batchSize)).last { batchSize.isMultiple(of: $0) } ?? 1
  }

  /// A batch of at most `size` streams, where the data cannot fill this one: as many whole parts as that has room for.
  public mutating func reduceBatch(to size: Int) {
    microBatchSize = microBatchSize.map { min($0, size) }
    batchSize = size - size % (microBatchSize ?? 1)
  }

  /// Steps between two evaluations of a training of `steps` steps.
  ///
  /// Unless it is fixed, an epoch: a small text is learnt by heart after a few, and the best weights have to be
  /// caught before. At least ten evaluations and at most a hundred.
  public func evaluationInterval(steps: Int, stepsPerEpoch: Int) -> Int {
    evaluationInterval ?? max(1, (steps + 99) / 100, min(steps / 10, stepsPerEpoch))
  }
}

/// How the learning rate falls after the warm-up.
public enum LearningRateDecay: String, Codable, CaseIterable, Sendable {
  /// Half a cosine to zero (Loshchilov and Hutter 2017).
  case cosine
  /// Not at all.
  case constant
  /// By equal factors to a hundredth.
  case exponential
}

/// The factor on the learning rate at each step.
public struct LearningRateSchedule: Codable, Equatable, Sendable {
  /// The shape of the fall.
  public var decay: LearningRateDecay
  /// Steps over which the rate rises from zero, whatever the number of steps in all.
  public var warmUpSteps: Int

  /// A schedule.
  public init(decay: LearningRateDecay = .cosine, warmUpSteps: Int = 100) {
    (self.decay, self.warmUpSteps) = (decay, warmUpSteps)
  }

  /// The factor for the step after `step` steps of `totalSteps`.
  public func factor(step: Int, totalSteps: Int) -> Double {
    if step < warmUpSteps { return Double(step + 1) / Double(warmUpSteps + 1) }
    let progress = Double(step - warmUpSteps) / Double(max(1, totalSteps - warmUpSteps))
    switch decay {
    case .constant: return 1
    case .cosine: return 0.5 * (1 + cos(Double.pi * progress))
    case .exponential: return pow(0.01, progress)
    }
  }
}
