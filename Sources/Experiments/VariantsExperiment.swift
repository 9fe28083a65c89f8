import Glibc
import Kernels
import Network
import TextEncoding
import Training

/// What each kind of cell is worth when all have the same time, as Greff et al. (2017) asked.
///
/// The number of steps follows from the speed that a cell shows in its first ones, so that its learning rate falls to
/// zero as the seconds end; evaluations do not count.
public struct VariantsExperiment {
  /// What came of a kind of cell.
  public struct Outcome: Sendable {
    /// All numbers that the network learns.
    public let parameters: Int
    /// The median of the trainings.
    public let charactersPerSecond: Double
    /// The rate that suited the cell best.
    public let learningRate: Double
    /// Held-out bits per character at that rate, one a seed; infinite of a training that diverged.
    public let bits: [Double]

    /// The mean of the seeds.
    public var meanBits: Double { bits.reduce(0, +) / Double(bits.count) }
    /// How far the seeds are apart.
    public var range: Double { (bits.max() ?? 0) - (bits.min() ?? 0) }
  }

  private let tokenizer: Tokenizer
  private let corpus: TokenizedCorpus
  private let seconds: Double
  private let hiddenSize, threads: Int
  private let clock: () -> Double
  private static let dropout: Float = 0.2

  /// Trainings on a text, of so many seconds each.
  ///
  /// - clock: seconds since some fixed moment.
  /// - Throws: `oneUnit`, and `corpusTooShort` where no part of the text can be held out.
  public init(
    tokenizer: Tokenizer, corpus: TokenizedCorpus, seconds: Double, hiddenSize: Int, threads: Int,
    clock: @escaping () -> Double
  ) throws(TrainingError) {
    guard tokenizer.vocabulary.count > 1 else { throw .oneUnit(name: tokenizer.vocabulary.name(of: 0)) }
    var plan = TrainingPlan(rngSeed: 0, totalSteps: nil)
    let fraction = plan.validationFraction
    try plan.fit(toCharacters: corpus.count, window: nil)
    if plan.validationFraction == 0 {
      throw .corpusTooShort(tokens: corpus.count, needed: Int((50 / fraction).rounded(.up)))
    }
    (self.tokenizer, self.corpus, self.seconds) = (tokenizer, corpus, seconds)
    (self.hiddenSize, self.threads, self.clock) = (hiddenSize, threads, clock)
  }

  /// Trains cells of a kind with several seeds at each of several rates of AdamW, and tells of the best rate.
  ///
  /// - progress: is told the fraction of the trainings made.
  public func outcome(
    of cell: CellKind, seeds: Int, rates: [Double], progress: (Double) -> Void = { _ in }
  ) throws -> Outcome {
    precondition(seeds > 0 && !rates.isEmpty, "\(seeds) seeds at \(rates.count) rates")
    let count = tokenizer.vocabulary.count
    let model = try SequenceModel(
      ModelConfiguration(
        input: .tokens(vocabularySize: count, encoding: .embedding(size: 64)),
        layers: [LayerConfiguration(hiddenSize: hiddenSize, cell: cell)], output: .softmax(classes: count),
        dropout: Self.dropout))
    var outcomes: [Outcome] = []
    for (number, rate) in rates.enumerated() {
      let results = try (0..<seeds).map { seed in
        try train(model, rate: rate, seed: UInt64(seed)) {
          progress((Double(number * seeds + seed) + $0) / Double(seeds * rates.count))
        }
      }
      outcomes.append(
        Outcome(
          parameters: model.layout.count, charactersPerSecond: results.map(\.speed).sorted()[seeds / 2],
          learningRate: rate, bits: results.map(\.bits)))
    }
    return outcomes.min { $0.meanBits < $1.meanBits } ?? outcomes[0]
  }

  /// The held-out bits, infinite when the training diverged, and characters a second.
  private func train(
    _ model: SequenceModel, rate: Double, seed: UInt64, progress: (Double) -> Void
  ) throws(TrainingError) -> (bits: Double, speed: Double) {
    var plan = TrainingPlan(
      optimizer: OptimizerSettings(kind: .adamw, learningRate: rate), rngSeed: seed, totalSteps: nil)
    try plan.fit(toCharacters: corpus.count, window: nil)
    let fitted = plan
    func trainer() -> TextTrainer {
      TextTrainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: fitted, threads: threads)
    }
    let perStep = secondsPerStep(trainer())
    let trained = trainer()
    let steps = max(1, Int(seconds / perStep))
    trained.fixTotalSteps(steps)
    let speed = Double(plan.batchSize * plan.sequenceLength) / perStep
    while !trained.isComplete {
      guard (try? trained.step()) != nil else { return (.infinity, speed) }
      progress(Double(trained.record.step) / Double(steps))
    }
    return ((trained.meanLoss(of: .allHeldOut)?.mean ?? .infinity) / log(2), speed)
  }

  /// Of twenty steps after three; a step that diverges takes as long as others.
  private func secondsPerStep(_ trainer: TextTrainer) -> Double {
    for _ in 0..<3 { _ = try? trainer.step() }
    let start = clock()
    for _ in 0..<20 { _ = try? trainer.step() }
    return (clock() - start) / 20
  }
}
