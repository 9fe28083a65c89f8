import Checkpoints
import Foundation
import Network
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct TrainingSessionTests {
  private static let text = (0..<60).map { "Boat \($0 * 7 % 13) left the harbour with \($0 % 5) nets.\n" }.joined()

  private func trainer(
    _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, decay: LearningRateDecay = .trapezoid, totalSteps: Int? = nil,
    moves: [LearningRateSchedule.Move] = [], evaluation: (every: Int, length: Int)? = nil
  ) throws -> TextTrainer {
    var plan = TrainingPlan(
      batchSize: 3, sequenceLength: 5, schedule: LearningRateSchedule(decay: decay, warmUpSteps: 3, moves: moves),
      rngSeed: 5, totalSteps: totalSteps)
    (plan.evaluationInterval, plan.evaluationLength) = (evaluation?.every, evaluation?.length)
    return TextTrainer(
      model: try SequenceModel(
        ModelConfiguration(vocabularySize: tokenizer.vocabulary.count, input: .oneHot, hiddenSizes: [4])),
      tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 1)
  }

  private func session(
    _ trainer: TextTrainer, _ folder: String, _ name: String, on machine: Machine, checkpointSeconds: Double = 1e9
  ) -> TrainingSession<TextExamples> {
    TrainingSession(
      trainer: trainer, path: "\(folder)/\(name).safetensors", lossMeasure: "nats",
      checkpointSeconds: checkpointSeconds,
      observer: machine, clock: { machine.seconds })
  }

  private func bytes(_ folder: String, _ name: String) throws -> Data {
    try Data(contentsOf: URL(filePath: "\(folder)/\(name).safetensors"))
  }

  /// Trains for a time on a machine and returns the trainer and what the machine saw.
  private func timed(
    seconds: Double, decay: LearningRateDecay = .trapezoid, _ secondsPerStep: @escaping (Int) -> Double
  ) throws -> (record: TrainingRecord, machine: Machine) {
    let machine = Machine(secondsPerStep: secondsPerStep)
    var record: TrainingRecord?
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      var session = try session(trainer(tokenizer, corpus, decay: decay), folder, "a", on: machine)
      try session.run(until: .seconds(seconds), usual: .steps(1), expectedSteps: 100)
      record = session.trainer.record
    }
    return (try #require(record), machine)
  }

  @Test(arguments: LearningRateDecay.allCases) func aSteadyMachineKeepsTheTime(decay: LearningRateDecay) throws {
    let (record, machine) = try timed(seconds: 100, decay: decay) { _ in 0.25 }
    #expect(abs(machine.seconds - 100) < 5, "\(machine.seconds) s")
    #expect(record.plan.totalSteps == record.step && record.plan.seconds == nil)
    #expect(record.measured != nil)
    if decay == .trapezoid { #expect(machine.ends.count == 1 && record.plan.schedule.moves == nil) }
  }

  /// Twice as slow, twice as fast and four times as slow from some step on: before the fall, at its start, late.
  @Test(arguments: [30, 180, 250, 330], [0.5, 2, 4]) func aMachineThatChangesKeepsTheTime(
    from step: Int, factor: Double
  ) throws {
    let (record, machine) = try timed(seconds: 100) { $0 < step ? 0.25 : 0.25 * factor }
    #expect(abs(machine.seconds - 100) < 15, "\(machine.seconds) s, ends \(machine.ends)")
    let last = record.plan.schedule.factor(step: record.step - 1, end: record.plan.totalSteps)
    // After a late move few steps are left, of which the last one has a part of what is left of the rate.
    #expect(last < 0.2, "the rate fell to \(last) of itself")
  }

  /// One stall of a tenth of the time is not taken for the machine's speed.
  @Test(arguments: [3, 150, 200, 300]) func oneStallIsNotMultiplied(at step: Int) throws {
    let (_, machine) = try timed(seconds: 100) { $0 == step ? 10 : 0.25 }
    #expect(abs(machine.seconds - 100) < 5, "\(machine.seconds) s, ends \(machine.ends)")
  }

  @Test func aTimeThatIsOverLetsTheRateFall() throws {
    // Suspended for an hour.
    let (record, machine) = try timed(seconds: 100) { $0 == 150 ? 3600 : 0.25 }
    #expect(record.step > 170 && machine.seconds < 3600 + 150 * 0.25 + 15, "\(record.step), \(machine.seconds) s")
    #expect(record.plan.schedule.factor(step: record.step - 1, end: record.plan.totalSteps) < 0.1)
  }

  @Test func oneStepThatTakesLongerThanAllTheTimeIsMade() throws {
    let (record, _) = try timed(seconds: 1) { _ in 10 }
    #expect(record.step == 1 && record.plan.totalSteps == 1)
  }

  @Test(arguments: [false, true]) func theNumberOfStepsRepeatsATime(changes: Bool) throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let machine = Machine { changes && $0 > 210 ? 0.4 : 0.25 }
      var timed = try session(trainer(tokenizer, corpus), folder, "timed", on: machine)
      try timed.run(until: .seconds(100), usual: .steps(1), expectedSteps: 300)
      let plan = timed.trainer.record.plan
      #expect((plan.schedule.moves == nil) == !changes)
      let (interval, length) = (try #require(plan.evaluationInterval), try #require(plan.evaluationLength))
      var counted = try session(
        trainer(
          tokenizer, corpus, totalSteps: plan.totalSteps, moves: plan.schedule.moves ?? [],
          evaluation: (interval, length)), folder, "counted", on: Machine { _ in 0 })
      try counted.run(until: .steps(#require(plan.totalSteps)), usual: .steps(1), expectedSteps: 1)
      #expect(try bytes(folder, "timed") == bytes(folder, "counted"))
    }
  }

  /// Stopped before the fall and in it, and resumed: the time in all is kept, also where the curve is lost.
  @Test(arguments: [100, 300], [true, false]) func aTimeIsATotalOverSessions(pause: Int, hasCurve: Bool) throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let first = Machine { _ in 0.25 }
      first.stopsAfter = pause
      var begun = try session(trainer(tokenizer, corpus), folder, "a", on: first)
      try begun.run(until: .seconds(100), usual: .steps(1), expectedSteps: 300)
      #expect(!begun.trainer.isComplete && begun.trainer.record.plan.seconds == 100)
      #expect(begun.trainer.record.usedSeconds == first.seconds)
      if !hasCurve { try FileManager.default.removeItem(atPath: folder + "/a.history.jsonl") }
      let second = Machine { _ in 0.25 }
      let checkpoint = try TextCheckpoint(contentsOf: folder + "/a.safetensors")
      var resumed = try session(
        TextTrainer(resuming: checkpoint, corpus: corpus, threads: 1), folder, "a", on: second)
      try resumed.run(until: nil, usual: .steps(1), expectedSteps: 300)
      #expect(resumed.trainer.isComplete)
      #expect(abs(first.seconds + second.seconds - 100) < 5, "\(first.seconds) + \(second.seconds) s")
    }
  }

  /// As a search promotes its trials: twice paused and resumed, the weights are those of a training that never stopped.
  @Test func pausedSessionsHaveTheScheduleOfTheWhole() throws {
    let machine = Machine { _ in 0.1 }
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      var straight = session(try trainer(tokenizer, corpus), folder, "straight", on: machine)
      try straight.run(until: .steps(90), usual: .steps(1), expectedSteps: 90)
      for pause in [10, 30, 90] {
        let next =
          pause == 10
          ? try trainer(tokenizer, corpus)
          : try TextTrainer(
            resuming: TextCheckpoint(contentsOf: folder + "/promoted.safetensors"), corpus: corpus, threads: 1)
        var promoted = session(next, folder, "promoted", on: machine)
        try promoted.run(until: .steps(90), usual: .steps(1), expectedSteps: 90, pausingAt: pause)
        #expect(promoted.trainer.record.step == pause)
      }
      #expect(try bytes(folder, "promoted") == bytes(folder, "straight"))
    }
  }

  /// The same steps have the same bytes, however long they took.
  @Test func onlyATimeBudgetRecordsTheTime() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let machine = Machine { _ in 0.25 }
      machine.stopsAfter = 20
      var timed = session(try trainer(tokenizer, corpus), folder, "a", on: machine)
      try timed.run(until: .seconds(100), usual: .steps(1), expectedSteps: 300)
      func record() throws -> String {
        try #require(try TextCheckpoint(contentsOf: folder + "/a.safetensors").training?.record)
      }
      #expect(try record().contains(#""usedSeconds":5"#))
      for (steps, stop) in [(40, 30), (40, 40)] {
        let machine = Machine { _ in 0.25 }
        machine.stopsAfter = stop
        let checkpoint = try TextCheckpoint(contentsOf: folder + "/a.safetensors")
        var counted = session(
          try TextTrainer(resuming: checkpoint, corpus: corpus, threads: 1), folder, "a", on: machine)
        try counted.run(until: .steps(steps), usual: .steps(1), expectedSteps: 1)
        #expect(counted.trainer.record.step == stop && counted.trainer.record.usedSeconds == nil)
        #expect(!(try record().contains("usedSeconds")))
      }
    }
  }

  /// A folder stands where the curve should.
  @Test func aCurveThatCannotBeReadDoesNotKeepATrainingFromGoingOn() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let first = Machine { _ in 0.25 }
      first.stopsAfter = 100
      var begun = session(try trainer(tokenizer, corpus), folder, "a", on: first)
      try begun.run(until: .seconds(100), usual: .steps(1), expectedSteps: 300)
      #expect(first.lost == [])
      let curve = folder + "/a.history.jsonl"
      try FileManager.default.removeItem(atPath: curve)
      try FileManager.default.createDirectory(atPath: curve, withIntermediateDirectories: true)
      let second = Machine { _ in 0.25 }
      let checkpoint = try TextCheckpoint(contentsOf: folder + "/a.safetensors")
      var resumed = session(
        try TextTrainer(resuming: checkpoint, corpus: corpus, threads: 1), folder, "a", on: second)
      try resumed.run(until: nil, usual: .steps(1), expectedSteps: 300)
      #expect(resumed.trainer.isComplete && second.saves == [resumed.trainer.record.step])
      #expect(abs(first.seconds + second.seconds - 100) < 5, "\(first.seconds) + \(second.seconds) s")
      #expect(
        second.lost == [
          "cannot read: it is not a regular file", "cannot write: it is a folder; name a file in it",
        ])
    }
  }

  /// The last update is beyond what a float holds, and no step follows that would see it.
  @Test func whatDivergesAtTheEndIsNotSaved() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      var plan = TrainingPlan(
        batchSize: 3, sequenceLength: 5, optimizer: OptimizerSettings(kind: .sgd, learningRate: 1e39),
        schedule: LearningRateSchedule(decay: .constant, warmUpSteps: 0), rngSeed: 5, totalSteps: 1)
      plan.validationFraction = 0
      let model = try SequenceModel(
        ModelConfiguration(vocabularySize: tokenizer.vocabulary.count, input: .oneHot, hiddenSizes: [4]))
      let trainer = TextTrainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 1)
      let machine = Machine { _ in 0.25 }
      var session = session(trainer, folder, "a", on: machine)
      let error = #expect(throws: TrainingError.self) {
        try session.run(until: .steps(1), usual: .steps(1), expectedSteps: 1)
      }
      guard case .diverged(step: 1, let loss) = error else { throw try #require(error) }
      #expect(!loss.isFinite)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["corpus.txt"])
      #expect(machine.saves == [])
    }
  }

  @Test func resumedStepsEqualStraightOnes() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      var straight = try session(
        trainer(tokenizer, corpus, totalSteps: 40), folder, "straight", on: Machine { _ in 0 })
      try straight.run(until: .steps(40), usual: .steps(1), expectedSteps: 1)
      let machine = Machine { _ in 0 }
      machine.stopsAfter = 17
      var begun = try session(trainer(tokenizer, corpus, totalSteps: 40), folder, "a", on: machine)
      try begun.run(until: .steps(40), usual: .steps(1), expectedSteps: 1)
      let checkpoint = try TextCheckpoint(contentsOf: folder + "/a.safetensors")
      var resumed = try session(
        TextTrainer(resuming: checkpoint, corpus: corpus, threads: 1), folder, "a", on: Machine { _ in 0 })
      try resumed.run(until: nil, usual: .steps(1), expectedSteps: 1)
      #expect(try bytes(folder, "straight") == bytes(folder, "a"))
      var again = try session(
        TextTrainer(resuming: TextCheckpoint(contentsOf: folder + "/a.safetensors"), corpus: corpus, threads: 1),
        folder, "a", on: machine)
      try again.run(until: nil, usual: .steps(1), expectedSteps: 1)
      #expect(machine.foundNothing)
    }
  }

  /// In any of the steps and evaluations, after the last step and in the measurement at the end: what was not waited for is
  /// made up for, as if nothing had happened.
  @Test func interruptedStepsAndMeasurementsAreMadeUpFor() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let straightMachine = Machine { _ in 0 }
      var straight = try session(
        trainer(tokenizer, corpus, totalSteps: 12, evaluation: (4, 60)), folder, "straight", on: straightMachine)
      try straight.run(until: .steps(12), usual: .steps(1), expectedSteps: 1)
      // A session that was interrupted says where it has come to as well.
      func curve(_ name: String) throws -> [[Double]] {
        try TrainingHistory.read("\(folder)/\(name).history.jsonl").compactMap { entry in
          entry.validationLoss.map { [Double(entry.step), $0] }
        }
      }
      var places: Set<Int> = []
      var pending: Set<PendingMeasurement?> = []
      for patience in stride(from: 0, through: straightMachine.asked, by: 3) {
        let machine = Machine { _ in 0 }
        machine.patience = patience
        var begun = try session(
          trainer(tokenizer, corpus, totalSteps: 12, evaluation: (4, 60)), folder, "a", on: machine)
        try begun.run(until: .steps(12), usual: .steps(1), expectedSteps: 1)
        #expect(begun.trainer.isFinished == (patience >= straightMachine.asked))
        pending.insert(begun.trainer.record.pending)
        places.insert(begun.trainer.record.step)
        let checkpoint = try TextCheckpoint(contentsOf: folder + "/a.safetensors")
        let second = Machine { _ in 0 }
        var resumed = try session(
          TextTrainer(resuming: checkpoint, corpus: corpus, threads: 1), folder, "a", on: second)
        try resumed.run(until: nil, usual: .steps(1), expectedSteps: 1)
        #expect(resumed.trainer.isFinished && second.foundNothing == begun.trainer.isFinished)
        #expect(try bytes(folder, "straight") == bytes(folder, "a"), "patience for \(patience)")
        #expect(try curve("a") == curve("straight"), "patience for \(patience)")
      }
      #expect(places == Set(0...12))
      #expect(pending.isSuperset(of: [.evaluation, .measurement]))
    }
  }

  @Test func whatCannotBeSavedNowIsSavedLater() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let machine = Machine { _ in 1 }
      let path = folder + "/a.safetensors"
      machine.atStep = { step in
        // A folder under its name, which no file replaces.
        if step == 3 { try? FileManager.default.removeItem(atPath: path) }
        if step == 3 { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
        if step == 6 { try? FileManager.default.removeItem(atPath: path) }
      }
      var session = try session(
        trainer(tokenizer, corpus, totalSteps: 8, evaluation: (100, 60)), folder, "a", on: machine, checkpointSeconds: 1
      )
      try session.run(until: .steps(8), usual: .steps(1), expectedSteps: 1)
      #expect(machine.saves == [1, 2, 6, 7, 8])
      #expect(machine.unsaved.count == 3 && machine.unsaved.allSatisfy { $0.contains("folder") }, "\(machine.unsaved)")
      #expect(try TextCheckpoint(contentsOf: path).training != nil)
    }
  }

  @Test func epochsAreSteps() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      var session = try session(trainer(tokenizer, corpus), folder, "a", on: Machine { _ in 0 })
      try session.run(until: .epochs(2), usual: .steps(1), expectedSteps: 1)
      #expect(session.trainer.record.step == 2 * session.trainer.stepsPerEpoch)
      #expect(session.trainer.record.plan.evaluationInterval != nil)
    }
  }
}
