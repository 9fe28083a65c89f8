import Checkpoints
import Forecasting
import Foundation
import Kernels
import Network
import Testing
import Training

@Suite struct ForecasterTests {
  static let steps = 5

  /// Two features of 90 rows.
  static let columns: [[Double]] = {
    var columns: [[Double]] = [[], []]
    for row in 0..<90 {
      columns[0].append(Double(100 + 30 * (row * 7 % 11) + 2 * row) / 10)
      columns[1].append(Double(row * 5 % 13))
    }
    return columns
  }()

  private func subject(_ quantity: PredictedQuantity) -> SeriesSubject {
    SeriesSubject(
      options: SeriesOptions(target: "a", features: ["b"]), features: ["a", "b"],
      scaling: Scaling(.standard, columns: Self.columns, rows: 0..<60), quantity: quantity, testFraction: 0.2,
      season: 11)
  }

  private func trainer(
    _ quantity: PredictedQuantity, totalSteps: Int = 30, microBatchSize: Int? = nil
  ) throws -> Trainer<SeriesExamples> {
    let model = try SequenceModel(
      ModelConfiguration(
        input: .features(size: 2), layers: [.init(hiddenSize: 6), .init(hiddenSize: 9)],
        readout: .lastStep(window: Self.steps), output: .linear(size: 1)))
    var plan = TrainingPlan(
      batchSize: 6, microBatchSize: microBatchSize, sequenceLength: Self.steps,
      schedule: LearningRateSchedule(decay: .constant, warmUpSteps: 3), rngSeed: 4, totalSteps: totalSteps)
    plan.evaluationInterval = 10
    let subject = subject(quantity)
    let split = try SeriesSplit(rowCount: 90, steps: Self.steps)
    return Trainer(
      model: model,
      source: SeriesExamples(
        subject: subject,
        windows: SeriesWindows(
          values: subject.scaling.scaledRows(Self.columns), featureCount: 2, steps: Self.steps), split: split,
        plan: plan, reading: .windows(steps: Self.steps)), plan: plan, threads: 1)
  }

  @Test func partsOfABatchAddUpToIt() throws {
    let (whole, parts) = (try trainer(.level), try trainer(.level, microBatchSize: 2))
    for _ in 0..<4 {
      let (expected, found) = (try whole.step(), try parts.step())
      #expect(abs(found.loss - expected.loss) < 1e-5 * expected.loss)
      #expect(abs(found.gradientNorm - expected.gradientNorm) < 1e-4 * expected.gradientNorm)
    }
  }

  private func checkpoint(_ quantity: PredictedQuantity) throws -> SeriesCheckpoint {
    let trainer = try trainer(quantity)
    for _ in 0..<30 { _ = try trainer.step() }
    return try trainer.checkpoint()
  }

  /// What the network makes of one window of scaled values, in its own forward pass.
  private func output(_ checkpoint: SeriesCheckpoint, _ window: [[Float]]) -> Float {
    let pass = Pass(checkpoint.loaded(threads: 1), steps: Self.steps, streams: 1)
    let hiddens = pass.forward(.features(Matrix(rows: Self.steps, columns: 2, values: window.flatMap { $0 })))
    let output = Matrix(rows: 1, columns: 1)
    pass.outputs(of: hiddens, into: output)
    return output[0, 0]
  }

  /// One row after the other, by the definition.
  private func path(_ checkpoint: SeriesCheckpoint, from window: Int, horizon: Int) -> [Double] {
    let scaling = checkpoint.subject.scaling
    var rows = (0..<window + Self.steps).map { row in
      (0..<2).map { Float(scaling.scaled(Self.columns[$0][row], feature: $0)) }
    }
    return (0..<horizon).map { _ in
      var read = Array(rows.suffix(Self.steps))
      let last = read[Self.steps - 1][0]
      if checkpoint.subject.quantity == .change { for t in read.indices { read[t][0] -= last } }
      let value = output(checkpoint, read) + (checkpoint.subject.quantity == .change ? last : 0)
      // The other feature keeps its last known value.
      rows.append([value, rows[rows.count - 1][1]])
      return scaling.restored(Double(value))
    }
  }

  @Test(arguments: PredictedQuantity.allCases) func pathsAreOneStepAfterTheOther(quantity: PredictedQuantity) throws {
    let checkpoint = try checkpoint(quantity)
    let forecaster = Forecaster(checkpoint: checkpoint, threads: 2)
    let windows = forecaster.windows(of: Self.columns)
    #expect(windows.count == 85)
    // More windows than are read at once, the open one among them.
    let paths = forecaster.paths(from: 0..<86, horizon: 4, in: windows)
    #expect(paths.count == 86)
    for window in [0, 1, 63, 64, 84, 85] {
      let expected = path(checkpoint, from: window, horizon: 4)
      for step in 0..<4 {
        // The same operations, in rows of a batch; the scaled numbers have 24 bits.
        #expect(abs(paths[window][step] - expected[step]) < 1e-4, "window \(window), step \(step)")
      }
    }
    #expect(forecaster.predictions(of: 3..<70, in: windows) == paths[3..<70].map { $0[0] })
    #expect(forecaster.paths(from: [0, 7, 85], horizon: 4, in: windows) == [paths[0], paths[7], paths[85]])
  }

  @Test func validationLossIsTheMeanSquaredErrorOfTheScaledTargets() throws {
    for quantity in PredictedQuantity.allCases {
      let trainer = try trainer(quantity)
      for _ in 0..<20 { _ = try trainer.step() }
      let checkpoint = try trainer.checkpoint()
      let split = try SeriesSplit(rowCount: 90, steps: Self.steps)
      let forecaster = Forecaster(checkpoint: checkpoint, threads: 1)
      let predicted = forecaster.predictions(
        of: split.validationWindows, in: forecaster.windows(of: Self.columns))
      let divisor = checkpoint.subject.scaling.divisors[0]
      let errors = zip(predicted, split.validationRows).map { ($0 - Self.columns[0][$1]) / divisor }
      let expected = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
      let loss = try #require(trainer.meanLoss(of: .allHeldOut)?.mean)
      #expect(abs(loss - expected) < 1e-5 * max(1, expected), "\(quantity): \(loss), \(expected)")
    }
  }

  @Test func intervalsAreTheMarginsAroundThePredictions() throws {
    var checkpoint = try checkpoint(.level)
    checkpoint.subject.intervalMargins = [2, 3, 4]
    let table = try table("d,a\n1990-01-01,1\n1990-01-02,2\n1990-01-03,3\n")
    let forecaster = Forecaster(checkpoint: checkpoint, threads: 1)
    let windows = forecaster.windows(of: Self.columns)
    let future = FutureRows(
      forecaster: forecaster, subject: checkpoint.subject, windows: windows, axis: table.axis, horizon: 12
    ).forecasts
    let margins = HorizonMargins(measured: [2, 3, 4])
    for (step, row) in future.enumerated() {
      let margin = margins.margin(stepsAhead: step + 1)
      #expect((row.lower, row.upper) == (row.predicted - margin, row.predicted + margin), "step \(step + 1)")
    }
    checkpoint.subject.intervalMargins = []
    let unmeasured = FutureRows(
      forecaster: forecaster, subject: checkpoint.subject, windows: windows, axis: table.axis, horizon: 2
    ).forecasts
    #expect(unmeasured.allSatisfy { $0.lower.isNaN && $0.upper.isNaN && $0.predicted.isFinite })
  }

  @Test func marginsAreThoseOfForecastsOfHeldOutRows() throws {
    let forecaster = Forecaster(checkpoint: try checkpoint(.level), threads: 1)
    let windows = forecaster.windows(of: Self.columns)
    let target = Self.columns[0]
    // 14 rows, and no step further ahead than there are rows.
    let margins = forecaster.intervalMargins(of: 65..<79, limit: 50, in: windows, target: target)
    #expect(margins.count == 14)
    let paths = forecaster.paths(from: 0..<80, horizon: 14, in: windows)
    for step in [0, 1, 5, 13] {
      let errors = (65..<79).map { row in paths[row - Self.steps - step][step] - target[row] }
      #expect(margins[step] == ConformalMargin.margin(errors), "step \(step + 1)")
    }
    // The first rows have too little before them to be forecast many steps ahead.
    #expect(forecaster.intervalMargins(of: 8..<30, limit: 50, in: windows, target: target).count == 16)
    #expect(forecaster.intervalMargins(of: 65..<65, limit: 5, in: windows, target: target).isEmpty)
    let filled = forecaster.intervalMargins(
      of: 65..<79, limit: 50, in: windows, target: target, excluding: Set(70..<75))
    #expect(filled.isEmpty, "nine rows of fourteen are left")
  }

  @Test func rowsAfterTheHeldOutOnesDoNotChangeTheMargins() throws {
    let forecaster = Forecaster(checkpoint: try checkpoint(.change), threads: 1)
    var changed = Self.columns
    for row in 79..<90 { changed[0][row] = 1e6 }
    let margins = [Self.columns, changed].map {
      forecaster.intervalMargins(of: 65..<79, limit: 9, in: forecaster.windows(of: $0), target: $0[0])
    }
    #expect(margins[0] == margins[1])
  }

  @Test func errorsOfEarlierCheckpointsBecomeMargins() throws {
    var subject = subject(.change)
    subject.intervalMargins = [1, 2.5]
    subject.learnt = LearntRows(
      try SeriesTable(csv: "d,a,b\n2021-01-01,-3 kg,1\n2021-01-02,4 kg,2\n", source: "s", options: subject.options))
    let written = try JSONEncoder().encode(subject)
    #expect(try JSONDecoder().decode(SeriesSubject.self, from: written) == subject)
    var object = try #require(try JSONSerialization.jsonObject(with: written) as? [String: Any])
    object["intervalMargins"] = nil
    object["learnt"] = nil
    object["horizonErrors"] = [1.0, 2.0]
    let earlier = try JSONDecoder().decode(
      SeriesSubject.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(earlier.intervalMargins == [1.96, 3.92] && earlier.knownRange == nil && earlier.learnt == nil)
    object["knownRange"] = [-3.0, 4.0]
    let later = try JSONDecoder().decode(
      SeriesSubject.self, from: JSONSerialization.data(withJSONObject: object))
    #expect(later.knownRange == -3...4 && later.learnt?.columns == [LearntColumn(range: -3...4)])
    try later.check(with: checkpoint(.change).model.configuration)
  }

  @Test func checkpointsOfOtherShapesAreRefused() throws {
    let model = try checkpoint(.level).model.configuration
    try subject(.level).check(with: model)
    var narrow = subject(.level)
    narrow.features = ["a"]
    #expect(throws: FieldError.self) { try narrow.check(with: model) }
    var wild = subject(.level)
    wild.intervalMargins = [.nan]
    #expect(
      throws: FieldError(field: "intervalMargins[0]", problem: "is nan; a number from 0 expected")
    ) { try wild.check(with: model) }
    #expect(throws: FieldError.self) {
      try subject(.level).check(with: ModelConfiguration(vocabularySize: 2, input: .oneHot, hiddenSizes: [3]))
    }
  }

  @Test func aYearlyWaveWithNoiseIsForecastNearlyAsWellAsItCanBe() throws {
    let evaluation = try learned(try GeneratedSeries.daily.table())
    #expect(evaluation.comparedRows == 724)
    // Over 724 rows the noise itself is 2 % more or less; of its √(2 / 1.6) persistence knows nothing.
    #expect((0.95..<1.05).contains(evaluation.test.rootMeanSquare / GeneratedSeries.innovation))
    #expect(evaluation.test.rootMeanSquare < 0.95 * evaluation.bestBaseline)
    #expect(evaluation.bestBaseline == evaluation.persistence.rootMeanSquare)
  }

  /// Learnt in a second where the usual tools take a minute; the figures are those of the best tool's run.
  @Test(.enabled(if: SharedSeries.isPresent, "needs the folder shared/series beside the package"))
  func temperaturesOfTheSharedSeriesBeatTheBaselines() throws {
    let evaluation = try learned(try SharedSeries.table("daily-min-temperatures.csv"))
    // 16 cells and five passes come to 2.2; the baselines to 2.48 and 3.73.
    #expect(evaluation.test.rootMeanSquare < 2.3)
    #expect(evaluation.bestBaseline == evaluation.persistence.rootMeanSquare)
  }

  /// What 16 cells make of years of days in 400 steps.
  private func learned(_ table: SeriesTable) throws -> ForecastEvaluation {
    let split = try SeriesSplit(rowCount: table.rowCount, steps: 30)
    let subject = SeriesSubject(
      options: SeriesOptions(), features: table.features,
      scaling: Scaling(.standard, columns: table.columns, rows: split.trainingRows), quantity: .level,
      testFraction: 0.2,
      season: 365)
    let model = try SequenceModel(
      ModelConfiguration(
        input: .features(size: 1), layers: [.init(hiddenSize: 16)], readout: .lastStep(window: 30),
        output: .linear(size: 1)))
    let windows = SeriesWindows(values: subject.scaling.scaledRows(table.columns), featureCount: 1, steps: 30)
    let plan = TrainingPlan(
      batchSize: 32, sequenceLength: 30, optimizer: OptimizerSettings(kind: .adamw, learningRate: 6e-3), rngSeed: 1,
      totalSteps: 400)
    let trainer = Trainer(
      model: model,
      source: SeriesExamples(
        subject: subject, windows: windows, split: split, plan: plan, reading: .windows(steps: 30)), plan: plan,
      threads: 2)
    for _ in 0..<400 { _ = try trainer.step() }
    let forecaster = Forecaster(checkpoint: try trainer.checkpoint(), threads: 2)
    return try #require(
      ForecastEvaluation(
        predicted: forecaster.predictions(of: 0..<windows.count, in: windows), target: table.target, split: split,
        seasonal: try Baselines.seasonalNaive(table.target, rows: split.testRows, season: 365)))
  }
}
