import Checkpoints
import Foundation
import Network
import TestSupport
import Testing
import TextEncoding
import Training
import Workers

/// A training that several processes share has the bytes of one process.
@Suite struct SharedTrainingTests {
  /// What is trained in six parts.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    var input = TokenEncoding.embedding(size: 7)
    var window: Int?
    var optimizer = OptimizerKind.adamw
    var microBatchSize: Int?
    var testDescription: String { name }

    func plan(parts: Int? = 6) -> TrainingPlan {
      var plan = TrainingPlan(
        batchSize: 12, microBatchSize: microBatchSize, sequenceLength: window ?? 5,
        optimizer: OptimizerSettings(kind: optimizer), schedule: LearningRateSchedule(decay: .cosine, warmUpSteps: 2),
        rngSeed: 11, totalSteps: 20)
      plan.parts = parts
      plan.evaluationInterval = 4
      // Six streams, or two blocks of windows: more pieces than some numbers of processes, and fewer than others.
      plan.evaluationLength = 96
      // Below the norm of most gradients, so that they are clipped.
      plan.largestGradientNorm = 0.05
      return plan
    }

    func model(_ tokenizer: Tokenizer) throws -> SequenceModel {
      var configuration = ModelConfiguration(
        vocabularySize: tokenizer.vocabulary.count, input: input, hiddenSizes: [37, 22], dropout: 0.2)
      configuration.recurrentDropout = 0.1
      if let window { configuration.readout = .lastStep(window: window) }
      return try SequenceModel(configuration)
    }
  }

  static let kinds = [
    Kind(name: "embedding"), Kind(name: "n-grams", input: .ngrams(size: 7, longest: 4, rows: 399)),
    Kind(name: "windows", input: .oneHot, window: 6, optimizer: .rmsprop),
    Kind(name: "pieces", optimizer: .sgd, microBatchSize: 1),
  ]

  /// Trains in a process to a step. Returns the bytes of its checkpoint; those of the first process count.
  static func train(
    _ kind: Kind, _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, among workers: any Communicator, to step: Int,
    from checkpoint: String? = nil, into path: String, threads: Int = 1
  ) throws -> Data {
    let trainer =
      try checkpoint.map {
        try TextTrainer(
          resuming: TextCheckpoint(contentsOf: $0), corpus: corpus, threads: threads, workers: workers)
      }
      ?? TextTrainer(
        model: kind.model(tokenizer), tokenizer: tokenizer, corpus: corpus, plan: kind.plan(), threads: threads,
        workers: workers)
    while trainer.record.step < step {
      _ = try trainer.step()
      if trainer.isEvaluationDue { _ = try trainer.evaluate() }
    }
    trainer.collect()
    let file = "\(path).\(workers.rank)"
    try trainer.checkpoint().write(to: file)
    return try Data(contentsOf: URL(filePath: file))
  }

  @Test(arguments: kinds) func anyNumberOfProcessesGivesTheSameFile(kind: Kind) throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, folder in
      let alone = try Self.train(kind, tokenizer, corpus, among: Alone(), to: 9, into: folder + "/alone")
      for (processes, threads) in [(2, 1), (3, 2), (4, 1), (6, 1)] {
        let files = try ThreadProcess.run(processes) { process in
          try Self.train(
            kind, tokenizer, corpus, among: process, to: 9, into: "\(folder)/\(processes)", threads: threads)
        }
        #expect(files[0] == alone, "\(processes) processes")
      }
    }
  }

  @Test(arguments: [kinds[0], kinds[1]]) func anotherNumberOfProcessesGoesOnBitForBit(kind: Kind) throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, folder in
      let straight = try Self.train(kind, tokenizer, corpus, among: Alone(), to: 12, into: folder + "/straight")
      _ = try ThreadProcess.run(4) {
        try Self.train(kind, tokenizer, corpus, among: $0, to: 3, into: folder + "/four")
      }
      _ = try Self.train(
        kind, tokenizer, corpus, among: Alone(), to: 7, from: folder + "/four.0", into: folder + "/one")
      let files = try ThreadProcess.run(3) {
        try Self.train(kind, tokenizer, corpus, among: $0, to: 12, from: folder + "/one.0", into: folder + "/three")
      }
      #expect(files[0] == straight)
    }
  }

  /// A batch of six parts is, but for rounding, the same batch.
  @Test(arguments: kinds) func partsAddUpToTheBatch(kind: Kind) throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, _ in
      let losses = try [nil, 6].map { parts in
        var plan = kind.plan(parts: parts)
        plan.optimizer = OptimizerSettings(kind: .sgd)
        var configuration = try kind.model(tokenizer).configuration
        (configuration.dropout, configuration.recurrentDropout) = (0, 0)
        let trainer = TextTrainer(
          model: try SequenceModel(configuration), tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 1)
        return try (0..<4).map { _ in try trainer.step() }
      }
      for (whole, parts) in zip(losses[0], losses[1]) {
        // Sums of some hundred floats in another order.
        #expect(abs(whole.loss - parts.loss) < 1e-5 * whole.loss)
        #expect(abs(whole.gradientNorm - parts.gradientNorm) < 1e-4 * whole.gradientNorm)
      }
    }
  }

  /// Only the first process has a clock and somebody who interrupts: all make the same steps, and one writes.
  @Test func theFirstProcessDecides() throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, folder in
      let kind = Self.kinds[0]
      let steps = try ThreadProcess.run(3) { process in
        let machine = Machine { _ in process.isFirst ? 0.25 : 0 }
        var plan = kind.plan()
        (plan.totalSteps, plan.evaluationInterval) = (nil, nil)
        let trainer = TextTrainer(
          model: try kind.model(tokenizer), tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 1,
          workers: process)
        var session = TrainingSession(
          trainer: trainer, path: "\(folder)/\(process.rank).safetensors", lossMeasure: "nats", checkpointSeconds: 2,
          observer: machine, clock: { process.isFirst ? machine.seconds : 1e9 })
        try session.run(until: .seconds(10), usual: .steps(1), expectedSteps: 40)
        return [session.trainer.record.step, machine.ends.count, machine.saves.count]
      }
      #expect(steps[0][0] > 30 && steps[0][0] < 50, "\(steps[0][0]) steps")
      #expect(steps.allSatisfy { $0[0] == steps[0][0] && $0[1] == steps[0][1] })
      #expect(steps[0][2] >= 3 && steps[1][2] == 0 && steps[2][2] == 0)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.sorted() == ["0.history.jsonl", "0.safetensors", "corpus.txt"])
    }
  }

  /// An interruption of the first process in a measurement ends all, and the measurement is made when the training goes on. Who
  /// tells another process to end is not heard.
  @Test(arguments: [0, 1]) func onlyTheFirstProcessIsInterruptedInAMeasurement(rank: Int) throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, folder in
      let kind = Self.kinds[0]
      let records = try ThreadProcess.run(2) { process in
        let machine = Machine { _ in 0 }
        // The first process is asked before each of the four steps as well.
        if process.rank == rank { machine.patience = rank == 0 ? 7 : 0 }
        let trainer = TextTrainer(
          model: try kind.model(tokenizer), tokenizer: tokenizer, corpus: corpus, plan: kind.plan(), threads: 1,
          workers: process)
        var session = TrainingSession(
          trainer: trainer, path: folder + "/a.safetensors", lossMeasure: "nats", checkpointSeconds: 1e9,
          observer: machine, clock: { machine.seconds })
        try session.run(until: nil, usual: .steps(1), expectedSteps: 20)
        return session.trainer.record
      }
      for record in records {
        #expect(record.pending == (rank == 0 ? .evaluation : nil) && record.step == (rank == 0 ? 4 : 20))
        #expect((record.measured?.heldOut == nil) == (rank == 0))
      }
      let first = try TrainingRecord(of: TextCheckpoint(contentsOf: folder + "/a.safetensors"))
      #expect(first == records[0])
    }
  }

  /// A process receives its slice of the sums of all nodes.
  @Test func whatIsReceivedIsMemory() throws {
    try withCorpus(TrainerTests.text) { tokenizer, _, _ in
      let (model, plan) = (try Self.kinds[0].model(tokenizer), Self.kinds[0].plan())
      let floats = Double(model.layout.count)
      let alone = TextTrainer.memoryBytes(model: model, plan: plan)
      #expect(TextTrainer.memoryBytes(model: model, plan: plan, processes: 6) == alone + 4 * floats)
      // Parts 0 … 2 come to two nodes, and so do 3 … 5.
      #expect(TextTrainer.memoryBytes(model: model, plan: plan, processes: 2) == alone + 4 * floats * 2)
      #expect(throws: TrainingError.self) {
        try TextTrainer.checkMemory(model: model, plan: plan, memoryBytes: alone / 0.9 + 4, processes: 2)
      }
      try TextTrainer.checkMemory(model: model, plan: plan, memoryBytes: alone / 0.9 + 4)
    }
  }

  @Test func anotherCorpusOrPlanIsRefused() throws {
    try withCorpus(TrainerTests.text) { tokenizer, corpus, folder in
      let kind = Self.kinds[0]
      func refusal(_ alter: @escaping @Sendable (inout TrainingPlan, Int) -> Void, _ other: TokenizedCorpus) throws {
        _ = try ThreadProcess.run(3) { process in
          var plan = kind.plan()
          alter(&plan, process.rank)
          let trainer = TextTrainer(
            model: try kind.model(tokenizer), tokenizer: tokenizer, corpus: process.rank == 2 ? other : corpus,
            plan: plan, threads: 1, workers: process)
          var session = TrainingSession(
            trainer: trainer, path: folder + "/refused.safetensors", lossMeasure: "nats", checkpointSeconds: 1e9,
            observer: Machine { _ in 0 }, clock: { 0 })
          try session.run(until: nil, usual: .steps(1), expectedSteps: 20)
        }
      }
      try withCorpus(TrainerTests.text.replacingOccurrences(of: "Line 7", with: "Line 6")) { _, other, _ in
        #expect(throws: TrainingError.otherProcesses([2], .data)) { try refusal({ _, _ in }, other) }
      }
      #expect(throws: TrainingError.otherProcesses([1, 2], .training)) {
        try refusal({ if $1 > 0 { $0.rngSeed = 12 } }, corpus)
      }
      #expect(!FileManager.default.fileExists(atPath: folder + "/refused.safetensors"))
    }
  }
}
