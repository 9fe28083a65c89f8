import Checkpoints
import Foundation
import Network
import TestSupport
import Testing
import TextEncoding
import Training

/// A training whose held-out loss turns: letters in no order, which can only be learnt by heart.
@Suite struct TurningTests {
  private static let text: String = {
    var generator = SplitMix64(seed: 12)
    return String((0..<800).map { _ in "abcdefghijklmnop".randomElement(using: &generator) ?? "a" })
  }()

  private func trainer(
    _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, decay: LearningRateDecay = .trapezoid, totalSteps: Int? = nil,
    endsWhenTurned: Bool? = true, moves: [LearningRateSchedule.Move] = []
  ) throws -> TextTrainer {
    var plan = TrainingPlan(
      batchSize: 4, sequenceLength: 20, optimizer: OptimizerSettings(learningRate: 0.01),
      schedule: LearningRateSchedule(decay: decay, warmUpSteps: 3, moves: moves), rngSeed: 5, totalSteps: totalSteps)
    (plan.evaluationInterval, plan.endsWhenTurned) = (5, endsWhenTurned)
    let configuration = ModelConfiguration(
      vocabularySize: tokenizer.vocabulary.count, input: .oneHot, hiddenSizes: [48])
    return TextTrainer(
      model: try SequenceModel(configuration), tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 1)
  }

  /// Trains to the end, or to a pause, and returns the trainer, what was told, and the checkpoint.
  private func run(
    _ trainer: TextTrainer, until budget: Budget, in folder: String, pausingAt pause: Int? = nil
  ) throws -> (record: TrainingRecord, machine: Machine, file: Data) {
    let machine = Machine { _ in 0.25 }
    let path = "\(folder)/a.safetensors"
    try? FileManager.default.removeItem(atPath: TrainingHistory.path(beside: path))
    var session = TrainingSession(
      trainer: trainer, path: path, lossMeasure: "nats", checkpointSeconds: 1e9, observer: machine,
      clock: { machine.seconds })
    try session.run(until: budget, usual: .steps(1), expectedSteps: 400, pausingAt: pause)
    return (session.trainer.record, machine, try Data(contentsOf: URL(filePath: path)))
  }

  @Test(arguments: [Budget.steps(400), .seconds(100)]) func itGoesBackAndEndsSoon(budget: Budget) throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let (record, machine, _) = try run(trainer(tokenizer, corpus), until: budget, in: folder)
      let turn = try #require(machine.turns.first)
      #expect(machine.turns.count == 1 && turn.isMultiple(of: 5))
      // Half as many steps as led to the lowest loss, which cannot be later than two thirds of those made by then.
      #expect(record.step > turn && record.step <= turn + max(10, turn / 3))
      #expect(record.plan.totalSteps == record.step && record.plan.seconds == nil && record.measured != nil)
      #expect(record.plan.schedule.factor(step: turn - 1, end: record.step) == 1)
      #expect(record.plan.schedule.factor(step: record.step - 1, end: record.step) < 0.2)
      // After the fall the weights are near to those that it went back to, and far from what was learnt by heart.
      let (lowest, last) = try (#require(record.bestValidationLoss), #require(record.validationLoss))
      let stubborn = try run(trainer(tokenizer, corpus, endsWhenTurned: nil), until: .steps(400), in: folder)
      #expect(stubborn.record.step == 400 && stubborn.machine.turns.isEmpty)
      let learntByHeart = try #require(stubborn.record.validationLoss)
      #expect(last - lowest < 0.2 * (learntByHeart - lowest), "\(lowest), \(last), \(learntByHeart)")
    }
  }

  @Test func whatPausesInTheFallEndsWithTheSameBytes() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let straight = try run(trainer(tokenizer, corpus), until: .steps(400), in: folder)
      let turn = try #require(straight.machine.turns.first)
      for pause in [turn - 1, turn, turn + 1] {
        _ = try run(trainer(tokenizer, corpus), until: .steps(400), in: folder, pausingAt: pause)
        let paused = try TextCheckpoint(contentsOf: folder + "/a.safetensors")
        let machine = Machine { _ in 0.25 }
        var session = TrainingSession(
          trainer: try TextTrainer(resuming: paused, corpus: corpus, threads: 1), path: folder + "/a.safetensors",
          lossMeasure: "nats", checkpointSeconds: 1e9, observer: machine, clock: { machine.seconds })
        try session.run(until: nil, usual: .steps(1), expectedSteps: 400)
        #expect(try Data(contentsOf: URL(filePath: folder + "/a.safetensors")) == straight.file, "step \(pause)")
      }
    }
  }

  /// The steps and the moves of a training that a time ended are those of one that makes the same bytes.
  @Test func stepsAndMovesRepeatIt() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let timed = try run(trainer(tokenizer, corpus), until: .seconds(100), in: folder)
      let steps = timed.record.step
      let again = try trainer(
        tokenizer, corpus, totalSteps: steps, moves: timed.record.plan.schedule.moves ?? [])
      let repeated = try run(again, until: .steps(steps), in: folder)
      #expect(repeated.machine.turns == timed.machine.turns && repeated.file == timed.file)
    }
  }

  @Test func aRateThatDoesNotFallEndsAtOnce() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let (record, machine, _) = try run(
        trainer(tokenizer, corpus, decay: .constant), until: .steps(400), in: folder)
      #expect(machine.turns == [record.step] && record.step < 400)
      let falling = try run(trainer(tokenizer, corpus, decay: .cosine), until: .steps(400), in: folder)
      #expect(falling.record.step == 400 && falling.machine.turns.isEmpty)
    }
  }
}
