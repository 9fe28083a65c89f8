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

  /// Twenty passes over the training part, and a thousand steps of a short one.
  var usualBudget: Budget {
    let stepsPerEpoch = (split.trainingWindows.count + plan.batchSize - 1) / plan.batchSize
    return .steps(max(20 * stepsPerEpoch, 1000))
  }

  init(table: SeriesTable, series: SeriesArguments, stack: StackOptions, loop: LoopOptions) throws {
    (self.table, threads) = (table, loop.threadCount)
    split = try SeriesSplit(
      rowCount: table.rowCount, steps: series.steps, testShare: series.test, validationShare: series.validation)
    let training = table.target[split.trainingRows]
    let season =
      series.season ?? SeasonLength.detected(step: table.axis.step, training: Array(training))
    var options = series.options
    options.target = table.features[0]
    options.features = Array(table.features.dropFirst())
    if let column = table.dateColumn { options.dateColumn = .named(column) }
    subject = SeriesSubject(
      options: options, features: table.features,
      scaling: Scaling(series.scaling, columns: table.columns, rows: split.trainingRows),
      quantity: series.predict ?? .suited(to: training), testShare: series.test, season: season)
    windows = SeriesWindows(
      values: subject.scaling.scaledRows(table.columns), featureCount: table.features.count, steps: series.steps)
    model = try SequenceModel(
      ModelConfiguration(
        input: .features(size: table.features.count), layers: stack.layers(usual: [64, 64]),
        readout: .lastStep(window: series.steps), output: .linear(size: 1), dropout: stack.dropout ?? 0,
        recurrentDropout: stack.recurrentDropout ?? 0))
    var plan = loop.plan(rngSeed: loop.rngSeed ?? UInt64.random(in: 0..<1 << 32), learningRate: 4e-3)
    plan.validationShare = series.validation
    plan.sequenceLength = series.steps
    plan.batchSize = min(plan.batchSize, split.trainingWindows.count)
    self.plan = plan
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

  func begun(_ report: TrainingReport) throws -> Trainer<SeriesExamples> {
    let needed = Trainer<SeriesExamples>.memoryBytes(model: model, plan: plan)
    guard needed < 0.9 * Processors.memoryBytes else {
      throw CommandError.tooLarge(neededBytes: needed, memoryBytes: Processors.memoryBytes)
    }
    let source = SeriesExamples(subject: subject, windows: windows, split: split, plan: plan)
    let trainer = Trainer(model: model, source: source, plan: plan, threads: threads)
    report.begins(trainer, threads: threads)
    return trainer
  }

  /// Goes on with a training of the same series.
  func resumed(_ path: String, _ report: TrainingReport) throws -> Trainer<SeriesExamples> {
    let checkpoint = try SeriesCheckpoint(contentsOf: path)
    guard checkpoint.training != nil else { throw CheckpointError.notResumable(path: path) }
    var known = checkpoint.subject
    known.horizonErrors = []
    guard known == subject, checkpoint.model.configuration == model.configuration else {
      throw CommandError.otherSeries(path: path)
    }
    let trainer = try Trainer(
      resuming: checkpoint,
      source: {
        SeriesExamples(
          subject: subject, windows: windows, split: split, plan: try compared($0), position: $0.position)
      }, threads: threads)
    report.resumes(trainer)
    return trainer
  }

  /// The record's plan, if it is one of this series.
  private func compared(_ record: TrainingRecord) throws -> TrainingPlan {
    guard record.plan.sequenceLength == split.steps, record.plan.batchSize <= split.trainingWindows.count,
      record.position.offset <= split.trainingWindows.count
    else { throw TrainingError.damagedRecord(reason: "its numbers are out of range") }
    return record.plan
  }

  /// The windows that tell how far forecasts are off: the validation's, or the training's last ones without it.
  var errorWindows: Range<Int> {
    split.validationWindows.isEmpty ? split.trainingWindows.suffix(200) : split.validationWindows
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
