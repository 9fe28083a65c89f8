import Checkpoints
import Foundation
import Network
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct MicroBatchTests {
  static let batchSize = 6

  private func trainer(
    _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, batchSize: Int = batchSize, microBatchSize: Int?,
    window: Int? = nil, dropout: Float = 0, threads: Int = 2
  ) throws -> TextTrainer {
    var configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 5), hiddenSizes: [14, 9], dropout: dropout)
    configuration.recurrentDropout = dropout / 2
    if let window { configuration.readout = .lastStep(window: window) }
    // The update is linear in the gradient, so that their differences compare.
    var plan = TrainingPlan(
      batchSize: batchSize, microBatchSize: microBatchSize, sequenceLength: window ?? 11,
      optimizer: OptimizerSettings(kind: .sgd), schedule: LearningRateSchedule(decay: .constant, warmUpSteps: 1),
      rngSeed: 3, totalSteps: 20)
    plan.evaluationInterval = 4
    return TextTrainer(
      model: try SequenceModel(configuration), tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
  }

  @Test(arguments: [nil, 7], [1, 2, 3]) func partsAddUpToTheBatch(window: Int?, microBatchSize: Int) throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, _ in
      let whole = try trainer(tokenizer, corpus, microBatchSize: nil, window: window)
      let parts = try trainer(tokenizer, corpus, microBatchSize: microBatchSize, window: window)
      let start = whole.parameters.row.values
      for _ in 0..<5 {
        let (expected, found) = (try whole.step(), try parts.step())
        #expect(abs(found.loss - expected.loss) < 1e-5 * expected.loss, "\(found.loss), as one \(expected.loss)")
        #expect(
          abs(found.gradientNorm - expected.gradientNorm) < 1e-4 * expected.gradientNorm,
          "\(found.gradientNorm), as one \(expected.gradientNorm)")
      }
      let (expected, found) = (whole.parameters.row.values, parts.parameters.row.values)
      #expect(zip(start, expected).contains { abs($0 - $1) > 1e-2 })
      #expect(zip(expected, found).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  /// The same text in all streams: without dropout each part is like the first, with it none is.
  @Test(arguments: [0, 0.4] as [Float]) func eachPartDrawsItsOwnMasks(dropout: Float) throws {
    try withCorpus(String(repeating: "so the tide went. ", count: 60)) { tokenizer, corpus, _ in
      let alone = try trainer(tokenizer, corpus, batchSize: 1, microBatchSize: nil, dropout: dropout)
      let two = try trainer(tokenizer, corpus, batchSize: 2, microBatchSize: 1, dropout: dropout)
      let (first, both) = (try alone.step().loss, try two.step().loss)
      #expect((abs(first - both) < 1e-6) == (dropout == 0), "\(first) alone, \(both) with a second part")
    }
  }

  @Test func threadsAndPausesLeaveTheBytesAsTheyAre() throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, folder in
      func bytes(_ trainer: TextTrainer, _ name: String) throws -> Data {
        try trainer.checkpoint().write(to: "\(folder)/\(name).safetensors")
        return try Data(contentsOf: URL(filePath: "\(folder)/\(name).safetensors"))
      }
      func run(_ trainer: TextTrainer, to step: Int) throws {
        while trainer.record.step < step {
          _ = try trainer.step()
          if trainer.isEvaluationDue { _ = try trainer.evaluate() }
        }
      }
      let files = try [1, 2, 3].map { threads in
        let trainer = try trainer(tokenizer, corpus, microBatchSize: 2, dropout: 0.3, threads: threads)
        try run(trainer, to: 12)
        return try bytes(trainer, "straight")
      }
      #expect(files[0] == files[1] && files[0] == files[2])
      let first = try trainer(tokenizer, corpus, microBatchSize: 2, dropout: 0.3)
      try run(first, to: 5)
      _ = try bytes(first, "paused")
      let second = try TextTrainer(
        resuming: TextCheckpoint(contentsOf: folder + "/paused.safetensors"), corpus: corpus, threads: 1)
      try run(second, to: 12)
      #expect(try bytes(second, "resumed") == files[0])
    }
  }

  @Test func onlyActivationsOfOnePartAreCounted() throws {
    let model = try SequenceModel(ModelConfiguration(vocabularySize: 60, input: .oneHot, hiddenSizes: [100]))
    func bytes(_ batchSize: Int, _ microBatchSize: Int?) -> Double {
      TextTrainer.memoryBytes(
        model: model,
        plan: TrainingPlan(batchSize: batchSize, microBatchSize: microBatchSize, rngSeed: 1, totalSteps: 1))
    }
    #expect(bytes(64, 8) == bytes(8, nil))
    #expect(bytes(64, nil) > 2 * bytes(64, 8))
  }

  @Test func partsDivideTheBatch() {
    #expect(TrainingPlan.microBatchSize(of: 64, most: 24) == 16)
    #expect(TrainingPlan.microBatchSize(of: 32, most: 100) == 32)
    #expect(TrainingPlan.microBatchSize(of: 31, most: 16) == 1)
    var plan = TrainingPlan(batchSize: 64, microBatchSize: 16, rngSeed: 1, totalSteps: 1)
    plan.reduceBatch(to: 41)
    #expect(plan.batchSize == 32 && plan.microBatchSize == 16)
    plan.reduceBatch(to: 7)
    #expect(plan.batchSize == 7 && plan.microBatchSize == 7)
    var shared = TrainingPlan(batchSize: 24, microBatchSize: 2, rngSeed: 1, totalSteps: 1)
    shared.parts = 4
    shared.reduceBatch(to: 23)
    #expect(shared.batchSize == 16 && shared.parts == 4 && shared.microBatchSize == 2)
    shared.reduceBatch(to: 3)
    #expect(shared.batchSize == 3 && shared.parts == 3 && shared.microBatchSize == 1)
    shared.reduceBatch(to: 1)
    #expect(shared.batchSize == 1 && shared.parts == nil)
    var whole = TrainingPlan(rngSeed: 1, totalSteps: 1)
    whole.reduceBatch(to: 5)
    #expect(whole.batchSize == 5 && whole.microBatchSize == nil)
  }
}
