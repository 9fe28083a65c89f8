import Checkpoints
import Forecasting
import Network
import Training

/// A series made ready for training: its parts, scales and windows, and the network that is to learn them.
struct ForecastJob {
  let table: SeriesTable
  let split: SeriesSplit
  let windows: SeriesWindows
  let subject: SeriesSubject
  let model: SequenceModel
  private let plan: TrainingPlan
  private let threads: Int
  private let checkpoint: SeriesCheckpoint?

  /// A new training of what was asked for.
  init(table: SeriesTable, series: SeriesArguments, stack: StackOptions, loop: LoopOptions) throws {
    let (steps, testShare, validationShare) = (series.window ?? 30, series.test ?? 0.2, series.validation ?? 0.1)
    let split = try SeriesSplit(
      rowCount: table.rowCount, steps: steps, testShare: testShare, validationShare: validationShare)
    let training = table.target[split.trainingRows]
    var options = series.options
    options.target = table.features[0]
    options.features = Array(table.features.dropFirst())
    if let column = table.dateColumn { options.dateColumn = .named(column) }
    let subject = SeriesSubject(
      options: options, features: table.features,
      scaling: Scaling(series.scaling ?? .standard, columns: table.columns, rows: split.trainingRows),
      quantity: series.predict ?? .suited(to: training), testShare: testShare,
      season: series.season ?? SeasonLength.detected(step: table.axis.step, training: Array(training)))
    // A season that was asked for has to be there; one that was found is left out where it reaches back too far.
    if series.season != nil { _ = try Self.seasonalNaive(table, split, subject) }
    let model = try SequenceModel(
      ModelConfiguration(
        input: .features(size: table.features.count), layers: stack.layers(usual: [64, 64]),
        readout: .lastStep(window: steps), output: .linear(size: 1), dropout: stack.dropout ?? 0,
        recurrentDropout: stack.recurrentDropout ?? 0))
    let usual = UsualLoop(batchSize: 32, learningRate: 4e-3, warmUpSteps: min(100, (loop.steps ?? 1000) / 10))
    var plan = try loop.plan(rngSeed: loop.rngSeed ?? UInt64.random(in: 0..<1 << 32), usual: usual)
    (plan.validationShare, plan.sequenceLength) = (validationShare, steps)
    plan.reduceBatch(to: min(plan.batchSize, split.trainingWindows.count))
    try self.init(
      table: table, split: split, subject: subject, model: model, plan: plan, threads: loop.threads.count,
      checkpoint: nil
    )
  }

  /// A training that goes on: everything but the data comes from its checkpoint.
  init(
    resuming checkpoint: SeriesCheckpoint, path: String, table: SeriesTable, series: SeriesArguments,
    stack: StackOptions, loop: LoopOptions
  ) throws {
    guard checkpoint.training != nil else { throw CheckpointError.notResumable(path: path) }
    let (plan, configuration) = (try TrainingRecord(of: checkpoint).plan, checkpoint.model.configuration)
    let split = try SeriesSplit(
      rowCount: table.rowCount, steps: plan.sequenceLength, testShare: checkpoint.subject.testShare,
      validationShare: plan.validationShare)
    let loop = loop.fitted(beside: plan) { $0.reduceBatch(to: min($0.batchSize, split.trainingWindows.count)) }
    if let option = series.changedOption(from: (checkpoint.subject, plan))
      ?? stack.changedOption(from: configuration) ?? loop.changedOption(from: plan)
    {
      throw CommandError.changedOnResume(option: option)
    }
    let scaling = Scaling(checkpoint.subject.scaling.method, columns: table.columns, rows: split.trainingRows)
    guard scaling == checkpoint.subject.scaling, configuration.window == plan.sequenceLength else {
      throw CommandError.otherSeries(path: path)
    }
    try self.init(
      table: table, split: split, subject: checkpoint.subject, model: checkpoint.model, plan: plan,
      threads: loop.threads.count, checkpoint: checkpoint)
  }

  private init(
    table: SeriesTable, split: SeriesSplit, subject: SeriesSubject, model: SequenceModel, plan: TrainingPlan,
    threads: Int, checkpoint: SeriesCheckpoint?
  ) throws {
    if let feature = subject.scaling.featureBeyondScale(table.columns) {
      throw ForecastingError.beyondScale(column: table.features[feature], method: subject.scaling.method.rawValue)
    }
    (self.table, self.split, self.subject, self.model) = (table, split, subject, model)
    (self.plan, self.threads, self.checkpoint) = (plan, threads, checkpoint)
    windows = SeriesWindows(
      values: subject.scaling.scaledRows(table.columns), featureCount: table.features.count, steps: split.steps)
  }

  /// Twenty passes over the training part, and a thousand steps of a short one.
  var usualBudget: Budget {
    let stepsPerEpoch = (split.trainingWindows.count + plan.batchSize - 1) / plan.batchSize
    return .steps(max(20 * stepsPerEpoch, 1000))
  }

  /// What was found in the file.
  func describe(to report: TrainingReport) {
    let dates = "\(table.axis.label(ofRow: 0)) to \(table.axis.label(ofRow: table.rowCount - 1))"
    let step = table.axis.step.map { ", \($0)" } ?? ""
    report.tell([
      "\(table.rowCount) rows, \(dates)\(step); \(table.features.joined(separator: ", "))",
      "windows of \(split.steps): \(split.trainingWindows.count) to train on, \(split.validationWindows.count) "
        + "to choose by, \(split.testWindows.count) to test; predicting the \(subject.quantity.rawValue)",
    ])
  }

  /// The trainer, at its first step or where the checkpoint left off.
  func trainer(_ report: TrainingReport) throws -> Trainer<SeriesExamples> {
    func source(at position: StreamPosition) -> SeriesExamples {
      var subject = subject
      subject.horizonErrors = []
      return SeriesExamples(subject: subject, windows: windows, split: split, plan: plan, position: position)
    }
    guard let checkpoint else {
      let needed = Trainer<SeriesExamples>.memoryBytes(model: model, plan: plan)
      guard needed < 0.9 * Processors.memoryBytes else {
        throw CommandError.tooLarge(neededBytes: needed, memoryBytes: Processors.memoryBytes)
      }
      let trainer = Trainer(model: model, source: source(at: StreamPosition()), plan: plan, threads: threads)
      report.begins(trainer, threads: threads)
      return trainer
    }
    let trainer = try Trainer(
      resuming: checkpoint,
      source: { record in
        guard record.plan.batchSize <= split.trainingWindows.count else {
          throw TrainingError.damagedRecord(reason: "its numbers are out of range")
        }
        return source(at: record.position)
      }, threads: threads)
    report.resumes(trainer)
    return trainer
  }

  /// The seasonal naive forecast of the test rows; nil where no season is known.
  private static func seasonalNaive(
    _ table: SeriesTable, _ split: SeriesSplit, _ subject: SeriesSubject
  ) throws(ForecastingError) -> [Double]? {
    guard let season = subject.season else { return nil }
    return try Baselines.seasonalNaive(table.target, rows: split.testRows, season: season)
  }

  /// How the test rows are met; nil when there are none.
  func evaluation(of predicted: [Double]) -> ForecastEvaluation? {
    ForecastEvaluation(
      predicted: predicted, target: table.target, split: split, excluding: table.incomparableRows,
      seasonal: (try? Self.seasonalNaive(table, split, subject)) ?? nil)
  }

  /// How far the forecasts of the validation part are off, by the steps ahead.
  func horizonErrors(of forecaster: Forecaster, horizon: Int) -> [Double] {
    forecaster.horizonErrors(
      from: split.validationWindows, limit: max(horizon, split.steps), in: windows, target: table.target,
      excluding: table.incomparableRows)
  }

  /// Every row that has a window before it, beside its prediction.
  func predictionTable(_ predicted: [Double]) -> String {
    ForecastTable.csv(
      predicted.indices.map { window in
        let row = windows.targetRow(of: window)
        return ForecastTable.Prediction(
          date: table.axis.label(ofRow: row), actual: table.target[row], predicted: predicted[window],
          part: split.part(ofRow: row))
      })
  }
}
