/// The choices that fix a training, recorded in its checkpoint: with the corpus, they give every byte of the result.
public struct TrainingPlan: Codable, Equatable, Sendable {
  /// B, parallel streams.
  public var batchSize: Int
  /// The parts of a batch, of equally many streams each, that processes may share: the gradient of each is computed by itself,
  /// and the parts are added along one tree (`PartTree`), whoever computes them. Nil for one.
  public var parts: Int?
  /// Streams whose activations are in memory at once, a divisor of those of a part: their gradients are added up until
  /// the part is complete. Nil for all of them.
  public var microBatchSize: Int?
  /// T, the length of truncated backpropagation.
  public var sequenceLength: Int
  /// The update rule.
  public var optimizer: OptimizerSettings
  /// The learning rate over the steps.
  public var schedule: LearningRateSchedule
  /// Gradients longer than this are scaled down to it (Pascanu, Mikolov and Bengio 2013).
  public var largestGradientNorm = 5.0
  /// The fraction of the data held out, from the end.
  public var validationFraction = 0.1
  /// Fixes the initial weights, dropout and stream offsets.
  public var rngSeed: UInt64
  /// All steps from the first to the last; nil while a time budget runs that has not come to the fall of the rate.
  public var totalSteps: Int?
  /// The time budget that will fix, or may still move, `totalSteps`; nil when the number of steps stands.
  public var seconds: Double?
  /// Steps between two evaluations; nil until a session settles it.
  public var evaluationInterval: Int?
  /// Held-out examples that an evaluation reads, spread evenly; nil until a session settles it.
  public var evaluationLength: Int?
  /// Whether the training ends early when the held-out loss has turned (`Trainer.hasTurned`); nil for no.
  public var endsWhenTurned: Bool?

  /// As files say it.
  private enum CodingKeys: String, CodingKey {
    case batchSize, parts, microBatchSize, sequenceLength, optimizer, schedule, largestGradientNorm
    case validationFraction = "validationShare"
    case rngSeed, totalSteps, seconds, evaluationInterval, evaluationLength, endsWhenTurned
  }

  /// A plan with the usual settings where nothing else is given.
  public init(
    batchSize: Int = usualBatchSize, microBatchSize: Int? = nil, sequenceLength: Int = 64,
    optimizer: OptimizerSettings = OptimizerSettings(), schedule: LearningRateSchedule = LearningRateSchedule(),
    rngSeed: UInt64, totalSteps: Int?
  ) {
    (self.batchSize, self.microBatchSize, self.sequenceLength) = (batchSize, microBatchSize, sequenceLength)
    (self.optimizer, self.schedule) = (optimizer, schedule)
    (self.rngSeed, self.totalSteps) = (rngSeed, totalSteps)
  }

  /// B unless something else is asked for.
  public static let usualBatchSize = 32

  /// The number of parts, 1 or more.
  public var partCount: Int { parts ?? 1 }

  /// The streams that a pass reads.
  public var streamsAtOnce: Int { microBatchSize ?? batchSize / partCount }

  /// The largest divisor of a batch that is not above `most`, which is at least 1.
  public static func microBatchSize(of batchSize: Int, most: Int) -> Int {
    (1...min(most, batchSize)).last { batchSize.isMultiple(of: $0) } ?? 1
  }

  /// The smallest divisor of a batch that is not below `least`, which is at least 1 and at most the batch.
  public static func parts(of batchSize: Int, least: Int) -> Int {
    (least...batchSize).first { batchSize.isMultiple(of: $0) } ?? batchSize
  }

  /// A batch of at most `size` streams, where the data cannot fill this one: as many whole parts, and whole pieces of them, as
  /// that has room for.
  public mutating func reduceBatch(to size: Int) {
    let count = min(partCount, size)
    let streams = size / count
    microBatchSize = microBatchSize.map { min($0, streams) }
    batchSize = count * (streams - streams % (microBatchSize ?? 1))
    parts = count > 1 ? count : nil
  }
}

/// What random numbers are drawn for; the purposes of dropout begin at 2³².
package enum RandomPurpose {
  package static let initialWeights: UInt64 = 0
  static let epochOffsets: UInt64 = 1
  static let exampleOrder: UInt64 = 2
}
