import Checkpoints
import Foundation
import NGrams
import Network
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct TrainerTests {
  static let text = (0..<60).map { "Line \($0 * 7 % 13) of the harbour book, \($0 % 5) boats.\n" }.joined()

  private func trainer(
    _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, kind: OptimizerKind = .adamw, rate: Double? = nil,
    input: TokenEncoding = .embedding(size: 7), threads: Int = 1
  ) throws -> TextTrainer {
    let model = try SequenceModel(
      ModelConfiguration(
        vocabularySize: tokenizer.vocabulary.count, input: input, hiddenSizes: [17, 12], dropout: 0.2))
    var plan = TrainingPlan(
      batchSize: 5, sequenceLength: 13, optimizer: OptimizerSettings(kind: kind, learningRate: rate),
      schedule: LearningRateSchedule(decay: .cosine, warmUpSteps: 4), rngSeed: 11, totalSteps: 60)
    plan.evaluationInterval = 10
    return TextTrainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
  }

  private func run(_ trainer: TextTrainer, to step: Int) throws {
    while trainer.record.step < step {
      _ = try trainer.step()
      if trainer.isEvaluationDue { _ = try trainer.evaluate() }
    }
  }

  @Test(arguments: OptimizerKind.allCases) func lossFalls(kind: OptimizerKind) throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let trainer = try trainer(tokenizer, corpus, kind: kind)
      let before = try #require(trainer.meanLoss(of: .allHeldOut)?.mean)
      try run(trainer, to: 60)
      let after = try #require(trainer.meanLoss(of: .allHeldOut)?.mean)
      #expect(after < before - 0.3, "from \(before) to \(after)")
    }
  }

  /// A search compares what checkpoints keep: the weights of the lowest loss, where the latest ones are worse.
  @Test func theLowestLossIsThatOfTheWeightsKept() throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let trainer = try trainer(tokenizer, corpus)
      try run(trainer, to: 20)
      let kept = try #require(trainer.meanLoss(of: .allHeldOut))
      #expect(trainer.record.bestStep == 20 && trainer.lowestMeanLoss(of: .allHeldOut) == kept)
      trainer.parameters.row.fill(0)
      trainer.weightsChanged()
      _ = try trainer.step()
      let latest = try #require(trainer.meanLoss(of: .allHeldOut))
      #expect(latest.mean > kept.mean && trainer.lowestMeanLoss(of: .allHeldOut) == kept)
    }
  }

  @Test(arguments: [3, 10, 27], [TokenEncoding.embedding(size: 7), .ngrams(size: 7, longest: 4, rows: 99)])
  func resumedEqualsStraightBitForBit(pause: Int, input: TokenEncoding) throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let straight = try trainer(tokenizer, corpus, input: input)
      try run(straight, to: 60)
      try straight.checkpoint().write(to: folder + "/straight.safetensors")
      let first = try trainer(tokenizer, corpus, input: input)
      try run(first, to: pause)
      try first.checkpoint().write(to: folder + "/paused.safetensors")
      let second = try TextTrainer(
        resuming: TextCheckpoint(contentsOf: folder + "/paused.safetensors"), corpus: corpus, threads: 2)
      #expect(second.record.step == pause)
      try run(second, to: 60)
      try second.checkpoint().write(to: folder + "/resumed.safetensors")
      let files = try ["straight", "resumed"].map {
        try Data(contentsOf: URL(filePath: "\(folder)/\($0).safetensors"))
      }
      #expect(files[0] == files[1])
    }
  }

  @Test func anyThreadCountGivesTheSameFile() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let files = try [1, 2, 3].map { threads in
        let trainer = try trainer(tokenizer, corpus, threads: threads)
        try run(trainer, to: 20)
        let path = "\(folder)/\(threads).safetensors"
        try trainer.checkpoint().write(to: path)
        return try Data(contentsOf: URL(filePath: path))
      }
      #expect(files[0] == files[1])
      #expect(files[0] == files[2])
    }
  }

  @Test func evaluationLeavesTheTrainingUntouched() throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let (quiet, evaluated) = (try trainer(tokenizer, corpus), try trainer(tokenizer, corpus))
      for _ in 0..<12 {
        _ = try quiet.step()
        _ = evaluated.meanLoss(of: .allHeldOut)
        _ = try evaluated.step()
      }
      #expect(quiet.parameters.row.values == evaluated.parameters.row.values)
    }
  }

  @Test func measuringLeavesTheTrainingUntouched() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let files = try [false, true].map { isMeasured -> Data in
        let subject = try trainer(tokenizer, corpus)
        try run(subject, to: 13)
        if isMeasured {
          try subject.measure()
          let measured = try #require(subject.record.measured)
          #expect(measured.heldOut?.count == subject.source.heldOutCount)
          // The best weights so far are those of step 10.
          #expect(try #require(measured.heldOut).mean == subject.record.bestValidationLoss)
        }
        try run(subject, to: 22)
        #expect(subject.record.measured == nil)
        let path = "\(folder)/\(isMeasured).safetensors"
        try subject.checkpoint().write(to: path)
        return try Data(contentsOf: URL(filePath: path))
      }
      #expect(files[0] == files[1])
    }
  }

  /// Evaluations read the beginning of what is held out, on which the weights are best that have read nothing else.
  @Test(arguments: [false, true]) func aSmallPartDoesNotDecideWhatIsKeptAtTheEnd(isAtTheEnd: Bool) throws {
    func text(_ letters: Int, _ pairs: Int) -> String {
      String(repeating: "a", count: letters) + String(repeating: "ab", count: pairs)
    }
    try withCorpus(text(1200, 1200) + text(40, 180)) { tokenizer, corpus, _ in
      let model = try SequenceModel(
        ModelConfiguration(vocabularySize: 2, input: .embedding(size: 4), hiddenSizes: [12]))
      var plan = TrainingPlan(
        batchSize: 1, sequenceLength: 32, schedule: LearningRateSchedule(decay: .constant, warmUpSteps: 2), rngSeed: 1,
        totalSteps: isAtTheEnd ? 110 : 220)
      plan.evaluationLength = 16
      let trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: 1)
      for step in 1...110 {
        _ = try trainer.step()
        if step == 30 || step == 110 { _ = try trainer.evaluate() }
      }
      #expect(trainer.record.bestStep == 30)
      let (kept, latest) = (try trainer.checkpoint().parameters.row.values, trainer.parameters.row.values)
      try trainer.measure()
      let loss = try #require(trainer.meanLoss(of: .allHeldOut))
      #expect(try trainer.checkpoint().parameters.row.values == (isAtTheEnd ? latest : kept))
      #expect(trainer.record.bestStep == (isAtTheEnd ? 110 : 30))
      if isAtTheEnd {
        #expect(trainer.record.measured?.heldOut == loss)
        #expect(trainer.record.bestValidationLoss == trainer.record.validationLoss)
      }
    }
  }

  /// A time budget does not know its steps when the training begins, and the command that repeats it does.
  @Test func theOriginIsMeasuredAlikeWhateverIsKnownOfTheSteps() throws {
    try withCorpus(String(repeating: Self.text, count: 12)) { tokenizer, corpus, _ in
      let base = try trainer(tokenizer, corpus)
      let losses = try [nil, 1, 5000].map { (steps: Int?) -> MeanLoss? in
        var plan = base.record.plan
        (plan.totalSteps, plan.evaluationLength) = (steps, 100)
        let subject = TextTrainer(
          model: base.model, from: TrainingOrigin(name: "base"), base.parameters.copy(), source: base.source,
          plan: plan, threads: 1)
        try subject.measureOrigin()
        #expect(subject.record.bestStep == 0)
        return subject.record.origin?.heldOut
      }
      let found = try losses.map { try #require($0) }
      #expect(found[0].count == base.source.heldOutCount && found[0].count > 1024)
      #expect(found.allSatisfy { $0 == found[0] })
    }
  }

  @Test func anNGramModelIsMeasuredOnWhatIsHeldOut() throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let trainer = try trainer(tokenizer, corpus)
      try trainer.measure()
      let measured = try #require(trainer.record.measured)
      let nGram = try #require(measured.nGram)
      #expect(nGram.order == 5 && nGram.counted == trainer.trainingTokens)
      #expect(nGram.heldOut.count == measured.heldOut?.count)
      var counts = NGramCounts(order: 5)
      counts.add(corpus.tokens(0..<trainer.trainingTokens))
      var reader = NGramModel(counts, vocabularySize: tokenizer.vocabulary.count).reader
      let text = corpus.tokens(trainer.trainingTokens - 4..<corpus.count)
      let losses = text.map { -log(reader.read($0)) }.dropFirst(5)
      // Sums of the same numbers in the same order.
      #expect(abs(nGram.heldOut.mean - losses.reduce(0, +) / Double(losses.count)) < 1e-12)
      let json = try JSONEncoder().encode(measured)
      #expect(try JSONDecoder().decode(MeasuredLosses.self, from: json) == measured)
      let old = try JSONDecoder().decode(
        MeasuredLosses.self, from: Data(#"{"heldOut":{"mean":2.5,"count":7}}"#.utf8))
      #expect(old == MeasuredLosses(heldOut: MeanLoss(mean: 2.5, count: 7), training: nil))
      #expect(trainer.source.nGramLoss(heldOut: 0, counting: 100) {} == nil)
      let part = try #require(trainer.source.nGramLoss(heldOut: 20, counting: 100) {})
      #expect(part.counted == 100 && part.heldOut.count <= 20)
    }
  }

  @Test func theRecentLossIsThatOfTheLastTenth() throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let trainer = try trainer(tokenizer, corpus)
      let losses = try (0..<60).map { _ in try trainer.step().loss }
      let recent = try #require(trainer.record.smoothedLoss)
      // Weights that fall off over a tenth of the steps: between the last loss and the mean of the last third.
      let third = losses.suffix(20).reduce(0, +) / 20
      #expect(recent < third + 0.02 && recent > losses.suffix(6).min()! - 0.02, "\(recent), last third \(third)")
      #expect(recent < losses[0] - 0.3)
    }
  }

  @Test func divergenceIsAnErrorAndLeavesTheParameters() throws {
    try withCorpus(Self.text) { tokenizer, corpus, _ in
      let trainer = try trainer(tokenizer, corpus, kind: .sgd, rate: 1e30)
      var last = trainer.parameters.row.values
      #expect(throws: TrainingError.self) {
        for _ in 0..<60 {
          last = trainer.parameters.row.values
          _ = try trainer.step()
        }
      }
      #expect(last.elementsEqual(trainer.parameters.row.values) { $0.bitPattern == $1.bitPattern })
    }
  }

  @Test func anotherCorpusIsRefused() throws {
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let trainer = try trainer(tokenizer, corpus)
      try run(trainer, to: 2)
      let checkpoint = try trainer.checkpoint()
      try String(Self.text.reversed()).write(toFile: folder + "/other.txt", atomically: true, encoding: .utf8)
      let other = try TokenizedCorpus.build(from: [.file(folder + "/other.txt")], tokenizer: tokenizer).corpus
      #expect(throws: TrainingError.otherData(expectedCount: corpus.count, foundCount: other.count)) {
        try Trainer(resuming: checkpoint, corpus: other, threads: 1)
      }
    }
  }
}
