import Checkpoints
import Forecasting
import Foundation
import Network
import Testing
import Training

@Suite struct SeriesTrainingTests {
  /// A column of so many rows without a season; `factor` makes another series of it.
  private static func series(rows: Int, factor: Int = 7) throws -> SeriesTable {
    try table("x\n" + (0..<rows).map { "\($0 * $0 * factor % 101)\n" }.joined())
  }

  private func training(
    _ table: SeriesTable, _ choose: (inout SeriesChoices, inout LayerChoices, inout PlanChoices) -> Void
  ) throws -> SeriesTraining {
    var (series, stack, choices) = (SeriesChoices(), LayerChoices(), PlanChoices(rngSeed: 3))
    choose(&series, &stack, &choices)
    return try SeriesTraining(table: table, series: series, stack: stack, choices: choices)
  }

  @Test func theUsualTrainingCarriesItsStateOn() throws {
    let usual = try training(Self.series(rows: 431)) { _, _, _ in }
    #expect(usual.reading == .streams && usual.model.configuration.readout == .everyStep)
    #expect(usual.model.configuration.layers.map(\.hiddenSize) == [32])
    #expect(usual.plan.optimizer.learningRate == 4e-3 && usual.plan.schedule.warmUpSteps == 100)
    // 430 rows have one before them, 344 before the test, 309 to train on: nine chunks of 32 rows, for nine streams.
    #expect(usual.split.trainingWindows.count == 309)
    #expect(usual.plan.batchSize == 9 && usual.plan.sequenceLength == 32 && usual.plan.totalSteps == nil)
    #expect(usual.usualBudget == .steps(1000))
    // 7,199 to train on, 15 batches: fifty passes are fewer than 1,000 steps. Of 21,599 there are 43 batches.
    #expect(try training(Self.series(rows: 10_000)) { _, _, _ in }.usualBudget == .steps(1000))
    #expect(try training(Self.series(rows: 30_000)) { _, _, _ in }.usualBudget == .steps(50 * 43))
  }

  @Test func cellsThatReadBothWaysHaveWindows() throws {
    let chosen = try training(Self.series(rows: 90)) { _, stack, _ in stack.isBidirectional = true }
    #expect(chosen.reading == .windows(steps: 30) && chosen.plan.sequenceLength == 30)
  }

  @Test func aSeriesOfFewRowsHasShorterAndFewerStreams() throws {
    for (rows, batchSize, sequenceLength) in [(4, 1, 1), (20, 1, 13), (60, 1, 32), (120, 2, 32)] {
      let training = try training(Self.series(rows: rows)) { _, _, choices in choices.budget = .steps(2) }
      #expect(
        (training.plan.batchSize, training.plan.sequenceLength) == (batchSize, sequenceLength), "\(rows) rows")
      let trainer = try training.trainer(threads: 1, memoryBytes: 1e12)
      for _ in 0..<3 { #expect(try trainer.step().loss.isFinite, "\(rows) rows") }
      #expect(try trainer.evaluate()?.isFinite == true, "\(rows) rows")
    }
    #expect(throws: ForecastingError.self) { try training(Self.series(rows: 3)) { _, _, _ in } }
  }

  @Test func aTrainingWithWindowsIsAsItWas() throws {
    let usual = try training(Self.series(rows: 430)) { series, _, _ in series.window = 30 }
    #expect(usual.model.configuration.layers.map(\.hiddenSize) == [64, 64])
    #expect(usual.model.configuration.window == 30)
    #expect(usual.plan.batchSize == 32 && usual.plan.sequenceLength == 30 && usual.plan.totalSteps == nil)
    #expect(usual.plan.optimizer.learningRate == 4e-3 && usual.plan.schedule.warmUpSteps == 100)
    // 400 windows, 320 before the test, 288 to train on: nine steps a pass, and a thousand at least.
    #expect(usual.split.trainingWindows.count == 288)
    #expect(usual.usualBudget == .steps(1000))
    #expect(
      try training(Self.series(rows: 430)) { series, _, choices in
        (series.window, choices.batchSize) = (30, 4)
      }.usualBudget == .steps(1440))
  }

  @Test func whatWasChosenStands() throws {
    let chosen = try training(Self.series(rows: 90)) { series, stack, choices in
      (series.window, series.testFraction, choices.validationFraction) = (8, 0.1, 0.3)
      (series.scaling, series.quantity) = (.minMax, .change)
      (stack.sizes, stack.isBidirectional, stack.dropout) = (.sizes([5, 3]), true, 0.25)
      (choices.budget, choices.batchSize, choices.microBatchSize) = (.steps(40), 512, 4)
    }
    #expect(chosen.subject.scaling.method == .minMax && chosen.subject.quantity == .change)
    #expect((chosen.subject.testFraction, chosen.plan.validationFraction, chosen.plan.sequenceLength) == (0.1, 0.3, 8))
    #expect(chosen.model.configuration.layers.map(\.outputSize) == [10, 6])
    #expect(chosen.model.configuration.dropout == 0.25)
    #expect(chosen.plan.totalSteps == 40 && chosen.plan.schedule.warmUpSteps == 4)
    // 82 windows, 73 before the test, 51 to train on: twelve whole parts.
    #expect((chosen.split.trainingWindows.count, chosen.plan.batchSize, chosen.plan.microBatchSize) == (51, 48, 4))
  }

  /// Files have had these names from the first version of the format on.
  @Test func filesCallTheFractionsShares() throws {
    let chosen = try training(Self.series(rows: 90)) { series, _, choices in
      (series.window, series.testFraction, choices.validationFraction) = (8, 0.25, 0.5)
    }
    let (subject, plan) = try (JSONEncoder().encode(chosen.subject), JSONEncoder().encode(chosen.plan))
    #expect(String(decoding: subject, as: UTF8.self).contains(#""testShare":0.25"#))
    #expect(String(decoding: plan, as: UTF8.self).contains(#""validationShare":0.5"#))
    #expect(try JSONDecoder().decode(SeriesSubject.self, from: subject) == chosen.subject)
    #expect(try JSONDecoder().decode(TrainingPlan.self, from: plan) == chosen.plan)
  }

  @Test func aSeasonThatWasChosenHasToBeThere() throws {
    let table = try Self.series(rows: 60)
    #expect(throws: ForecastingError.seasonTooLong(season: 55, rowsBefore: 52)) {
      try training(table) { series, _, _ in (series.window, series.season) = (20, 55) }
    }
  }

  @Test(arguments: [6, nil], [false, true]) func aStepThatIsStoppedIsNotMade(
    window: Int?, isBidirectional: Bool
  ) throws {
    let table = try Self.series(rows: 90)
    let begun = try training(table) { series, stack, choices in
      (series.window, stack.hiddenSize, choices.budget) = (window, 3, .steps(4))
      stack.isBidirectional = isBidirectional && window != nil
    }
    func losses(stoppingAt patience: Int) throws -> (losses: [Double], asked: Int) {
      var (trainer, losses, asked) = (try begun.trainer(threads: 2, memoryBytes: 1e12), [Double](), 0)
      let stop = StopCheck {
        asked += 1
        return asked <= patience
      }
      while losses.count < 4 {
        do {
          losses.append(try trainer.step(unless: stop.isOver ? nil : stop).loss)
        } catch is Interruption {
          trainer = try SeriesTraining(resuming: trainer.checkpoint(), path: "p", table: table)
            .trainer(threads: 2, memoryBytes: 1e12)
        }
      }
      return (losses, asked)
    }
    let (straight, asked) = try losses(stoppingAt: .max)
    for patience in stride(from: 0, to: asked, by: 7) {
      #expect(try losses(stoppingAt: patience).losses == straight, "stopped after \(patience)")
    }
  }

  @Test(arguments: [6, nil]) func aTrainingGoesOnWithItsOwnSeriesOnly(window: Int?) throws {
    let table = try Self.series(rows: 90)
    let begun = try training(table) { series, stack, choices in
      (series.window, stack.hiddenSize, choices.budget) = (window, 3, .steps(2))
    }
    let trainer = try begun.trainer(threads: 1, memoryBytes: 1e12)
    _ = try trainer.step()
    let checkpoint = try trainer.checkpoint()
    let resumed = try SeriesTraining(resuming: checkpoint, path: "p", table: table)
    #expect(resumed.plan == begun.plan && resumed.subject == begun.subject)
    let (straight, later) = (trainer, try resumed.trainer(threads: 1, memoryBytes: 1e12))
    let losses = (try straight.step().loss, try later.step().loss)
    #expect(losses.0 == losses.1)
    #expect(throws: ForecastingError.otherSeries(path: "p")) {
      try SeriesTraining(resuming: checkpoint, path: "p", table: Self.series(rows: 90, factor: 5))
    }
    #expect(throws: CheckpointError.notResumable(path: "p")) {
      let exported = Checkpoint(model: checkpoint.model, subject: checkpoint.subject, parameters: checkpoint.parameters)
      _ = try SeriesTraining(resuming: exported, path: "p", table: table)
    }
    let needed = Trainer<SeriesExamples>.memoryBytes(model: begun.model, plan: begun.plan)
    for training in [begun, resumed] {
      #expect(throws: TrainingError.tooLarge(neededBytes: needed, memoryBytes: 1)) {
        try training.trainer(threads: 1, memoryBytes: 1)
      }
    }
  }

  @Test func seasonAndQuantityAreChosenUnlessGiven() throws {
    let table = try table("x\n" + (0..<200).map { "\($0 + 5 * ($0 % 8))\n" }.joined())
    let found = try training(table) { _, _, _ in }
    // A trend on which eight rows repeat.
    #expect(found.subject.quantity == .change && found.subject.season == 8)
    #expect(found.subject.quantity == found.findings.quantity?.quantity)
    #expect(found.subject.season == found.findings.season?.season)
    #expect(found.subject.knownRange == 0...234)
    let given = try training(table) { series, _, _ in (series.quantity, series.season) = (.level, 3) }
    #expect((given.subject.quantity, given.subject.season) == (.level, 3))
    #expect(given.findings.quantity == nil && given.findings.season == nil)
    // Ten rows tell nothing.
    let short = try training(Self.series(rows: 10)) { _, _, _ in }
    #expect(short.findings.quantity == nil && short.subject.quantity == .level)
  }
}
