import Glibc
import Network
import Training

/// How many sequences a kind of cell has to read until it remembers one symbol over a long lag.
///
/// The cell of 1997 had no forget gate: its state stays until something is added. A forget gate that begins at σ(1)
/// keeps 0.73 of the state at each step, and 10⁻¹⁴ after a hundred.
public struct LongLagExperiment: Sendable {
  /// What came of a training.
  public struct Outcome: Equatable, Sendable {
    /// Sequences read until every held-out one was answered; nil where that did not happen.
    public let sequences: Int?
    /// Held-out bits at the end; 1 is chance.
    public let bits: Double
  }

  /// Held-out bits below which the lag counts as learnt.
  public static let solvedBits = 0.05
  private static let (batchSize, stepsBetweenLooks) = (32, 25)

  private let hiddenSize, mostSteps, threads: Int
  private let learningRate: Double

  /// Trainings of one layer of `hiddenSize` cells, with `mostSteps` updates of 32 sequences at most.
  public init(hiddenSize: Int, mostSteps: Int, learningRate: Double = 0.003, threads: Int) {
    (self.hiddenSize, self.mostSteps, self.threads) = (hiddenSize, mostSteps, threads)
    self.learningRate = learningRate
  }

  /// Trains cells of a kind on sequences of `lag` steps; gradients reach back to the first.
  ///
  /// - progress: is told the fraction of the steps made.
  public func outcome(
    cell: CellKind, lag: Int, rngSeed: UInt64 = 1, progress: (Double) -> Void = { _ in }
  ) throws -> Outcome {
    let model = try SequenceModel(
      ModelConfiguration(
        input: .tokens(vocabularySize: LongLagTask.symbols, encoding: .oneHot),
        layers: [LayerConfiguration(hiddenSize: hiddenSize, cell: cell)], readout: .lastStep(window: lag),
        output: .softmax(classes: LongLagTask.signals)))
    var plan = TrainingPlan(
      batchSize: Self.batchSize, sequenceLength: lag,
      optimizer: OptimizerSettings(kind: .adamw, learningRate: learningRate),
      schedule: LearningRateSchedule(decay: .constant), rngSeed: rngSeed, totalSteps: mostSteps)
    plan.validationFraction = 0
    let trainer = Trainer(model: model, source: LongLagTask(lag: lag, plan: plan), plan: plan, threads: threads)
    var bits = Double.nan
    for step in 1...mostSteps {
      _ = try trainer.step()
      progress(Double(step) / Double(mostSteps))
      guard step % Self.stepsBetweenLooks == 0 || step == mostSteps else { continue }
      bits = (trainer.meanLoss(of: .allHeldOut)?.mean ?? .nan) / log(2)
      if bits < Self.solvedBits { return Outcome(sequences: step * Self.batchSize, bits: bits) }
    }
    return Outcome(sequences: nil, bits: bits)
  }
}
