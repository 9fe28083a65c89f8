import Network
import TestSupport
import Testing
import Training

/// The first losses of a training, written down once: they notice a change of the initial weights, the batches,
/// dropout, the gradients, clipping or the update that no other test foresees.
@Suite struct RecordedLossesTests {
  static let text = (0..<40).map { line in
    "\(line * 11 % 17) gulls over the \(line * 5 % 3 == 0 ? "mole" : "quay") at \(line).\n"
  }.joined()

  /// In nats. The rate is full from the fourth, gradients are clipped from the fifth, an epoch begins at the ninth.
  static let losses = [
    3.29550237, 3.28214131, 3.24889240, 3.20187570, 3.08210961, 3.02135481, 2.95828065, 2.92648182, 2.87806475,
    2.94490038,
  ]

  @Test func firstLossesAreTheRecordedOnes() throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let model = try SequenceModel(
        ModelConfiguration(
          vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 6), hiddenSizes: [19, 14], dropout: 0.1))
      var plan = TrainingPlan(
        batchSize: 7, sequenceLength: 17, optimizer: OptimizerSettings(learningRate: 0.02),
        schedule: LearningRateSchedule(decay: .cosine, warmUpSteps: 3), rngSeed: 2026, totalSteps: 12)
      plan.largestGradientNorm = 0.3
      let trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 2)
      for (step, recorded) in Self.losses.enumerated() {
        let loss = try trainer.step().loss
        // Sums in another order, or products rounded before they are added, move a loss by about 1e-8 of itself;
        // so any CPU's vectors do, and a C library's logarithm that is an ulp off.
        #expect(abs(loss - recorded) <= 1e-6 * recorded, "step \(step + 1): \(loss), \(recorded) recorded")
      }
      #expect(trainer.record.position.epoch == 1)
    }
  }
}
