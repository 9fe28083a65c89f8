import Checkpoints
import Network
import Training

/// What somebody chose of a forecast; nil where the program chooses.
public struct SeriesChoices: Equatable, Sendable {
  /// How the file was read.
  public var options = SeriesOptions()
  /// T, the rows that each prediction is made from alone; nil for all rows before it.
  public var window: Int?
  /// The fraction of the predicted rows, at the end, that nothing is fitted to.
  public var testFraction: Double?
  /// How values are scaled.
  public var scaling: ScalingMethod?
  /// What is predicted of the next value.
  public var quantity: PredictedQuantity?
  /// The rows after which the series repeats.
  public var season: Int?

  /// No choice made.
  public init() {}
}

/// A training on a series: its parts, scales and windows, and the network and the plan that are to learn them.
public struct SeriesTraining {
  /// The series.
  public let table: SeriesTable
  /// Its parts.
  public let split: SeriesSplit
  /// Its scaled rows.
  public let windows: SeriesWindows
  /// What goes into the checkpoint beside the network.
  public let subject: SeriesSubject
  /// The network.
  public let model: SequenceModel
  /// The plan, fitted to the series.
  public let plan: TrainingPlan
  /// Why season and predicted quantity were chosen; neither where somebody else chose, or the training goes on.
  public private(set) var findings = SeriesFindings()
  /// Where the training goes on; nil for one that begins.
  private let checkpoint: SeriesCheckpoint?

  /// A training that begins. Cells that read both ways need windows.
  ///
  /// - Throws: `ForecastingError`, `NetworkError`, and `TrainingError` where the choices do not go together.
  public init(table: SeriesTable, series: SeriesChoices, stack: LayerChoices, choices: PlanChoices) throws {
    let reading: SeriesReading =
      series.window != nil || stack.isBidirectional
      ? .windows(steps: series.window ?? Self.usualWindow) : .streams
    let (recipe, testFraction) = (SeriesRecipe(reading), series.testFraction ?? 0.2)
    let validationFraction = choices.validationFraction ?? 0.1
    let split = try SeriesSplit(
      rowCount: table.rowCount, steps: reading.leastRows, testFraction: testFraction,
      validationFraction: validationFraction)
    let findings = SeriesFindings(table, split, beside: series)
    let subject = Self.subject(of: table, split, series, findings, testFraction: testFraction)
    // A season that was asked for has to be there; one that was found is left out where it reaches back too far.
    if series.season != nil { _ = try Self.seasonalNaive(table, split, subject) }
    let model = try SequenceModel(stack.seriesNetwork(columns: table.features.count, reading: reading))
    let expectedSteps = if case .steps(let steps) = choices.budget { steps } else { recipe.steps }
    var plan = try choices.plan(
      usual: UsualPlan(
        batchSize: recipe.batchSize, sequenceLength: recipe.sequenceLength, validationFraction: validationFraction,
        learningRate: recipe.learningRate, warmUpSteps: Recipe.warmUpSteps(steps: expectedSteps)))
    plan.fit(to: split, reading: reading)
    try self.init(table: table, split: split, subject: subject, model: model, plan: plan, checkpoint: nil)
    self.findings = findings
  }

  /// A training that goes on: everything but the data comes from its checkpoint.
  ///
  /// - path: the checkpoint's file, for the errors.
  /// - Throws: `ForecastingError.otherSeries` and what reading the checkpoint's training part throws.
  public init(resuming checkpoint: SeriesCheckpoint, path: String, table: SeriesTable) throws {
    let plan = try TrainingRecord(resuming: checkpoint, path: path).plan
    let split = try SeriesSplit(
      rowCount: table.rowCount, steps: SeriesReading(checkpoint.model.configuration).leastRows,
      testFraction: checkpoint.subject.testFraction, validationFraction: plan.validationFraction)
    let scaling = Scaling(checkpoint.subject.scaling.method, columns: table.columns, rows: split.trainingRows)
    let window = checkpoint.model.configuration.window ?? plan.sequenceLength
    guard scaling == checkpoint.subject.scaling, window == plan.sequenceLength else {
      throw ForecastingError.otherSeries(path: path)
    }
    try self.init(
      table: table, split: split, subject: checkpoint.subject, model: checkpoint.model, plan: plan,
      checkpoint: checkpoint)
  }

  private init(
    table: SeriesTable, split: SeriesSplit, subject: SeriesSubject, model: SequenceModel, plan: TrainingPlan,
    checkpoint: SeriesCheckpoint?
  ) throws(ForecastingError) {
    if let feature = subject.scaling.featureBeyondScale(table.columns) {
      throw .beyondScale(column: table.features[feature], method: subject.scaling.method.rawValue)
    }
    (self.table, self.split, self.subject, self.model) = (table, split, subject, model)
    (self.plan, self.checkpoint) = (plan, checkpoint)
    windows = SeriesWindows(
      values: subject.scaling.scaledRows(table.columns), featureCount: table.features.count, steps: split.steps)
  }

  private static func subject(
    of table: SeriesTable, _ split: SeriesSplit, _ series: SeriesChoices, _ findings: SeriesFindings,
    testFraction: Double
  ) -> SeriesSubject {
    var options = series.options
    options.target = table.features[0]
    options.features = Array(table.features.dropFirst())
    if let column = table.dateColumn { options.dateColumn = .named(column) }
    return SeriesSubject(
      options: options, features: table.features,
      scaling: Scaling(series.scaling ?? .standard, columns: table.columns, rows: split.trainingRows),
      quantity: series.quantity ?? findings.quantity?.quantity ?? .level, testFraction: testFraction,
      season: series.season ?? findings.season?.season, learnt: LearntRows(table))
  }

  /// The rows of a window where nothing says it.
  public static let usualWindow = 30

  /// How the network reads the series.
  public var reading: SeriesReading { SeriesReading(model.configuration) }

  /// The steps that a training makes at least where nothing says it, by how its network reads.
  public static func leastSteps(_ reading: SeriesReading) -> Int { SeriesRecipe(reading).steps }

  /// So many passes over the training part, or `leastSteps` of a short one.
  public var usualBudget: Budget {
    let rows = split.trainingWindows.count
    let examples = if case .streams = reading { plan.batchSize * plan.sequenceLength } else { plan.batchSize }
    return SeriesRecipe(reading).budget(stepsPerPass: (rows + examples - 1) / examples)
  }

  /// The trainer, at its first step or where the checkpoint left off.
  ///
  /// - memoryBytes: what the computer has.
  /// - Throws: `TrainingError.tooLarge`, and what resuming throws.
  public func trainer(threads: Int, memoryBytes: Double) throws -> Trainer<SeriesExamples> {
    try Trainer<SeriesExamples>.checkMemory(model: model, plan: plan, memoryBytes: memoryBytes)
    func source(at position: StreamPosition) -> SeriesExamples {
      var subject = subject
      subject.intervalMargins = []
      return SeriesExamples(
        subject: subject, windows: windows, split: split, plan: plan, reading: reading, position: position)
    }
    guard let checkpoint else {
      return Trainer(model: model, source: source(at: StreamPosition()), plan: plan, threads: threads)
    }
    return try Trainer(
      resuming: checkpoint,
      source: { record in
        var fitted = record.plan
        fitted.fit(to: split, reading: reading)
        guard fitted == record.plan else {
          throw TrainingError.damagedRecord(
            reason:
              "`plan.batchSize` \(record.plan.batchSize) and `plan.sequenceLength` \(record.plan.sequenceLength) are "
              + "more than \(split.trainingRows.count) rows have")
        }
        return source(at: record.position)
      }, threads: threads)
  }
}

extension LayerChoices {
  /// The network of a series, with what is usual where nothing was chosen.
  ///
  /// - reading: whether it reads windows, or carries its state on.
  public func seriesNetwork(columns: Int, reading: SeriesReading) -> ModelConfiguration {
    ModelConfiguration(
      input: .features(size: columns), layers: layers(usual: SeriesRecipe(reading).hiddenSizes),
      readout: reading.readout, output: .linear(size: 1), dropout: dropout ?? 0,
      recurrentDropout: recurrentDropout ?? 0)
  }
}

extension TrainingPlan {
  /// Makes B and T, of streams, those that the training part can fill.
  public mutating func fit(to split: SeriesSplit, reading: SeriesReading) {
    switch reading {
    case .windows(let steps):
      reduceBatch(to: min(batchSize, split.trainingWindows.count))
      sequenceLength = steps
    case .streams:
      let rows = split.trainingRows.count
      guard let fit = LoopingStreams.fit(rows: rows, batchSize: batchSize, sequenceLength: sequenceLength) else {
        preconditionFailure("a training part of \(rows) rows")
      }
      reduceBatch(to: fit.batchSize)
      sequenceLength = fit.sequenceLength
    }
  }
}
