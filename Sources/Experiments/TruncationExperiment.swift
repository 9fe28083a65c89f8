import Glibc
import Network
import Training

/// What a network learns to remember when gradients reach back only T steps (Williams and Peng 1990): the copy task over
/// its lag.
///
/// Every training sees the same number of symbols in the same number of updates: B streams of T steps with B · T fixed,
/// the state carried from chunk to chunk.
public struct TruncationExperiment: Sendable {
  /// Symbols of an update, B · T.
  public static let symbolsPerStep = 1024

  private let hiddenSize, steps, threads: Int

  /// Trainings of one layer of `hiddenSize` cells with so many updates each.
  public init(hiddenSize: Int, steps: Int, threads: Int) {
    (self.hiddenSize, self.steps, self.threads) = (hiddenSize, steps, threads)
  }

  /// Bits a symbol on streams that were not trained on; 3 is chance.
  ///
  /// - lag: steps from a symbol to where it is asked for.
  /// - truncation: T, which divides `symbolsPerStep`.
  /// - progress: is told the fraction of the steps made.
  public func heldOutBits(lag: Int, truncation: Int, progress: (Double) -> Void = { _ in }) throws -> Double {
    precondition(Self.symbolsPerStep % truncation == 0, "\(truncation) does not divide \(Self.symbolsPerStep)")
    var plan = TrainingPlan(
      batchSize: Self.symbolsPerStep / truncation, sequenceLength: truncation,
      schedule: LearningRateSchedule(decay: .cosine), rngSeed: 1, totalSteps: steps)
    plan.validationFraction = 0
    let model = try SequenceModel(
      ModelConfiguration(vocabularySize: CopyTask.symbols, input: .oneHot, hiddenSizes: [hiddenSize]))
    let trainer = Trainer(model: model, source: CopyTask(lag: lag, plan: plan), plan: plan, threads: threads)
    for step in 0..<steps {
      _ = try trainer.step()
      progress(Double(step + 1) / Double(steps))
    }
    return (trainer.meanLoss(of: .allHeldOut)?.mean ?? .nan) / log(2)
  }
}
