import Network
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct TextTrainingTests {
  /// The vocabulary of three characters.
  private func withVocabulary(_ body: (Vocabulary) throws -> Void) throws {
    try withCorpus("abcabc") { tokenizer, _, _ in try body(tokenizer.vocabulary) }
  }

  private func training(
    characters: Int, _ vocabulary: Vocabulary, peak: Double = 80e9, window: Int? = nil,
    _ choose: (inout PlanChoices) -> Void = { _ in }
  ) throws -> TextTraining {
    var network = TextNetworkChoices()
    network.window = window
    var choices = PlanChoices(rngSeed: 7)
    choose(&choices)
    return try TextTraining(
      characters: characters, vocabulary: vocabulary,
      power: ComputingPower(peak: peak, budget: choices.budget ?? TextTraining.usualBudget), network: network,
      choices: choices)
  }

  @Test func whatWasChosenStands() throws {
    try withVocabulary { vocabulary in
      let plan = try training(characters: 100_000, vocabulary) { choices in
        choices.budget = .steps(77)
        (choices.batchSize, choices.microBatchSize, choices.sequenceLength) = (12, 4, 31)
        (choices.optimizer, choices.learningRate, choices.weightDecay) = (.sgd, 0.3, 0.02)
        (choices.decay, choices.warmUpSteps, choices.validationFraction) = (.cosine, 5, 0.25)
        (choices.evaluationInterval, choices.evaluationLength) = (9, 333)
      }.plan
      #expect((plan.batchSize, plan.microBatchSize, plan.sequenceLength) == (12, 4, 31))
      #expect(plan.optimizer.kind == .sgd && plan.optimizer.learningRate == 0.3 && plan.optimizer.weightDecay == 0.02)
      #expect(plan.schedule == LearningRateSchedule(decay: .cosine, warmUpSteps: 5))
      #expect((plan.validationFraction, plan.rngSeed, plan.totalSteps) == (0.25, 7, 77))
      #expect(plan.evaluationInterval == 9 && plan.evaluationLength == 333)
    }
  }

  @Test func onlyATimeBudgetDependsOnTheComputer() throws {
    try withVocabulary { vocabulary in
      for (budget, isSame) in [(Budget.steps(900), true), (.epochs(3), true), (.seconds(300), false)] {
        let sizes = try [1e9, 500e9].map { peak in
          try training(characters: 1_000_000, vocabulary, peak: peak) { $0.budget = budget }.model.configuration
        }
        #expect((sizes[0] == sizes[1]) == isSame, "\(budget)")
      }
    }
  }

  @Test(
    arguments: [
      (1_000_000, nil, 0.1), (5_000_000, nil, 0.05), (5_000_000, 50, 0.001), (100_000, 5000, 0.01), (100_000, 2, 0.1),
    ] as [(Int, Int?, Double)])
  func aLongTextHoldsASmallerFractionOut(characters: Int, window: Int?, fraction: Double) throws {
    try withVocabulary { vocabulary in
      let training = try training(characters: characters, vocabulary, window: window)
      #expect(training.plan.validationFraction == fraction)
      #expect(training.trainingCharacters == characters - Int(Double(characters) * fraction))
    }
  }

  @Test func aShortTextMakesThePlanSmaller() throws {
    try withVocabulary { vocabulary in
      let streams = try training(characters: 40, vocabulary) { $0.sequenceLength = 30 }
      #expect((streams.wanted.validationFraction, streams.plan.validationFraction) == (0.1, 0))
      #expect((streams.wanted.batchSize, streams.plan.batchSize, streams.plan.sequenceLength) == (16, 1, 30))
      let windows = try training(characters: 40, vocabulary, window: 30)
      #expect((windows.wanted.batchSize, windows.plan.batchSize, windows.plan.sequenceLength) == (32, 10, 30))
    }
  }

  /// Resuming fits what was typed a second time.
  @Test(arguments: [2, 3, 17, 49, 50, 51, 400, 5000], [nil, 1, 16] as [Int?])
  func fittingAgainChangesNothing(characters: Int, window: Int?) throws {
    for (batchSize, parts, length, fraction) in [(16, nil, 64, 0.1), (7, 7, 3, 0), (64, 8, 30, 0.3)]
      as [(Int, Int?, Int, Double)]
    {
      var plan = TrainingPlan(
        batchSize: batchSize, microBatchSize: parts, sequenceLength: length, rngSeed: 1, totalSteps: 1)
      plan.validationFraction = fraction
      if let window, characters <= window {
        #expect(throws: TrainingError.corpusTooShort(tokens: characters, needed: window + 1)) {
          try plan.fit(toCharacters: characters, window: window)
        }
        continue
      }
      try plan.fit(toCharacters: characters, window: window)
      let tokens = TextExamples.trainingTokens(of: characters, validationFraction: plan.validationFraction)
      #expect(plan.batchSize > 0 && tokens / (window == nil ? plan.batchSize : 1) > plan.sequenceLength)
      #expect(plan.microBatchSize.map { plan.batchSize.isMultiple(of: $0) } ?? true)
      let once = plan
      try plan.fit(toCharacters: characters, window: window)
      #expect(plan == once, "\(characters) characters, window \(window ?? 0), batch \(batchSize)")
    }
  }

  @Test func whatCannotBeTrainedIsRefused() throws {
    try withVocabulary { vocabulary in
      #expect(throws: TrainingError.unevenPieces(size: 3, streams: 4, parts: 1, possible: 2)) {
        try training(characters: 1000, vocabulary) { ($0.batchSize, $0.microBatchSize) = (4, 3) }
      }
      #expect(throws: TrainingError.corpusTooShort(tokens: 9, needed: 10)) {
        try training(characters: 9, vocabulary, window: 9)
      }
    }
    try withCorpus("aaaa") { tokenizer, corpus, _ in
      #expect(throws: TrainingError.oneUnit(name: "'a' U+0061 LATIN SMALL LETTER A")) {
        try training(characters: corpus.count, tokenizer.vocabulary)
      }
    }
    try withCorpus("abcabcabc") { tokenizer, corpus, _ in
      let training = try training(characters: corpus.count, tokenizer.vocabulary)
      let needed = TextTrainer.memoryBytes(model: training.model, plan: training.plan)
      #expect(throws: TrainingError.tooLarge(neededBytes: needed, memoryBytes: needed)) {
        try training.trainer(tokenizer: tokenizer, corpus: corpus, threads: 1, memoryBytes: needed)
      }
      let trainer = try training.trainer(tokenizer: tokenizer, corpus: corpus, threads: 1, memoryBytes: 2 * needed)
      #expect(trainer.record.plan == training.plan)
      _ = try trainer.step()
      let checkpoint = try trainer.checkpoint()
      #expect(throws: TrainingError.tooLarge(neededBytes: needed, memoryBytes: needed)) {
        try TextTraining.trainer(resuming: checkpoint, corpus: corpus, threads: 1, memoryBytes: needed)
      }
      let resumed = try TextTraining.trainer(
        resuming: checkpoint, corpus: corpus, threads: 1, memoryBytes: 2 * needed)
      #expect(resumed.record == trainer.record)
    }
  }
}
