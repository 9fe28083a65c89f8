import ArgumentParser
import Checkpoints
import Files
import Forecasting
import Notation
import Training

extension Forecast {
  /// From the data to a model, or one of each series, with predictions and their errors.
  func learn(from input: TableInput) throws {
    let report = session.report(measure: .squaredError)
    let several = try series.table.series.flatMap { try input.series($0, headerLine: series.table.headerLine, report) }
    guard let (key, inputs) = several, inputs.count > 1 else {
      return try learn(from: input, to: FutureOutput(json: session.json, column: nil))
    }
    let rowsAhead = FutureOutput(json: session.json, column: key.column)
    let parts = ForecastPart.parts(of: key)
    let forecasts = parts.map { forecast(of: $0, among: parts.count) }
    // The last series may come hours after the first.
    for forecast in forecasts {
      let files = ForecastFiles(prefix: forecast.output ?? "")
      try LearningRun(checkpoint: files.checkpoint, measure: .squaredError, options: forecast.session)
        .checkOutputs(others: files.besidesCheckpoint, sources: [source])
    }
    for index in parts.indices {
      report.tell(["series \(parts[index].name), \(index + 1) of \(parts.count)"])
      rowsAhead.series = parts[index].name
      try forecasts[index].learn(from: inputs[index], to: rowsAhead)
    }
  }

  /// The forecast of one of several series, with its share of the time, under a name of its own.
  private func forecast(of part: ForecastPart, among count: Int) -> Forecast {
    var one = self
    one.series.table.series = part.choice
    one.output = (output ?? ForecastFiles.prefix(forData: source)) + "." + part.fileName
    one.loop.time = loop.time.map { TimeBudget(seconds: $0.seconds / Double(count)) }
    // An interrupt has left series that have not begun.
    let files = ForecastFiles(prefix: one.output ?? "")
    one.session.resume = session.resume && FileStatus.exists(files.checkpoint)
    return one
  }

  private func learn(from input: TableInput, to rowsAhead: FutureOutput) throws {
    let files = ForecastFiles(prefix: output ?? ForecastFiles.prefix(forData: source))
    var run = LearningRun(checkpoint: files.checkpoint, measure: .squaredError, options: session)
    try run.check(others: files.besidesCheckpoint, sources: [source])
    let training = try session.resume ? resumed(files, run.report, from: input) : begun(run.report, from: input)
    run.report.tell(training.lines + training.findings.lines(of: training.split))
    if session.json { try training.findings.writeJSON() }
    let command = "forecast \(resumeArguments(files))"
    let trained = try run.learn(
      training.trainer(threads: loop.threads.count, memoryBytes: Processors.memoryBytes), threads: loop.threads.count,
      .init(
        budget: loop.budget, usual: training.usualBudget, expectedSteps: SeriesTraining.leastSteps(training.reading)),
      command: command)
    let record = trained.trainer.record
    let checkpoint = try trained.trainer.checkpoint()
    try run.conclude(command) {
      try finish(
        training, checkpoint, validationLoss: record.measured?.heldOut?.mean ?? record.bestValidationLoss, files, run,
        rowsAhead)
    }
    // Its lock is held until all files are written.
    withExtendedLifetime(run) {}
  }

  /// What would be learnt from, as a table.
  func write(windowsTo path: String) throws {
    let report = session.report(measure: .squaredError)
    let training = try begun(report, from: TableInput(path: source, charset: charset))
    report.tell(training.lines)
    try NewFile.write(training.windowTable, to: path, mayReplace: session.force, madeFrom: [source])
  }

  private func begun(_ report: TrainingReport, from input: TableInput) throws -> SeriesTraining {
    var chosen = series.choices
    // A table of windows is asked for, whatever the network would read.
    if writeWindows != nil && chosen.window == nil { chosen.window = SeriesTraining.usualWindow }
    let table = try read(series.options, report, from: input)
    return try report.during("looking for a season") {
      try SeriesTraining(table: table, series: chosen, stack: stack.choices, choices: planChoices)
    }
  }

  private func resumed(
    _ files: ForecastFiles, _ report: TrainingReport, from input: TableInput
  ) throws -> SeriesTraining {
    let checkpoint = try SeriesCheckpoint.read(files.checkpoint)
    let training = try SeriesTraining(
      resuming: checkpoint, path: files.checkpoint, table: read(checkpoint.subject.options, report, from: input))
    let (plan, subject) = (training.plan, training.subject)
    var arguments = series
    let fitted = loop.fitted(beside: plan) { plan in
      if let length = arguments.sequenceLength { plan.sequenceLength = length }
      plan.fit(to: training.split, reading: training.reading)
      // A window is what it is, whatever was asked for beside it.
      if arguments.sequenceLength != nil && training.reading == .streams {
        arguments.sequenceLength = plan.sequenceLength
      }
    }
    if let option = arguments.changedOption(from: (training.reading, subject, plan))
      ?? stack.changedOption(from: checkpoint.model.configuration) ?? fitted.changedOption(from: plan)
    {
      throw CommandError.changedOnResume(option: option)
    }
    return training
  }

  /// What was chosen of how the network is trained.
  var planChoices: PlanChoices {
    var choices = loop.choices()
    (choices.sequenceLength, choices.validationFraction) = (series.sequenceLength, series.validation)
    return choices
  }

  /// The series' and the network's options are in the checkpoint.
  private func resumeArguments(_ files: ForecastFiles) -> String {
    "\(shellQuoted(source)) --output \(shellQuoted(files.prefix))" + (horizon.map { " --horizon \($0)" } ?? "")
      + (charset.charset.map { " --charset \(shellQuoted($0))" } ?? "")
      + (charset.malformed == .error ? "" : " --malformed \(charset.malformed.rawValue)")
  }

  /// Predictions, errors, files.
  private func finish(
    _ training: SeriesTraining, _ trained: SeriesCheckpoint, validationLoss: Double?, _ files: ForecastFiles,
    _ run: LearningRun, _ rowsAhead: FutureOutput
  ) throws {
    var checkpoint = trained
    let forecaster = Forecaster(checkpoint: checkpoint, threads: loop.threads.count)
    let report = run.report
    checkpoint.subject.intervalMargins = report.during("measuring the interval") {
      training.intervalMargins(of: forecaster, horizon: horizon ?? 0)
    }
    try checkpoint.write(to: files.checkpoint)
    let predicted = report.during("predicting all rows") {
      forecaster.predictions(of: 0..<training.windows.count, in: training.windows)
    }
    let future = report.during("forecasting") {
      FutureRows(
        forecaster: forecaster, subject: checkpoint.subject, windows: training.windows, axis: training.table.axis,
        horizon: horizon ?? 0
      ).forecasts
    }
    let summary = ForecastSummary(
      evaluation: training.evaluation(of: predicted), divisor: checkpoint.subject.scaling.divisors[0],
      validationLoss: validationLoss, season: checkpoint.subject.season, seconds: run.seconds, files: files,
      hasFuture: !future.isEmpty)
    let picture = ForecastChart(
      table: training.table, split: training.split, reading: training.reading, predicted: predicted, future: future,
      subtitle: summary.subtitle)
    try report.during("writing predictions and chart") {
      try AtomicFile.write(to: files.predictions) { (write) throws(FileError) in
        for piece in training.predictionTable(predicted) {
          try Array(piece.utf8).withUnsafeBufferPointer { (bytes) throws(FileError) in
            try write(UnsafeRawBufferPointer(bytes))
          }
        }
      }
      try AtomicFile.write(Array(picture.svg.utf8), to: files.chart)
    }
    if future.isEmpty {
      // One of an earlier model would not be this one's.
      files.removeFuture()
    } else {
      try AtomicFile.write(Array(ForecastTable.csv(future).utf8), to: files.future)
    }
    // Only now, because a reader that has seen enough ends the program.
    try write(future, after: training.table, checkpoint.subject, report, to: rowsAhead)
    report.tell(summary.lines)
    if session.json { try summary.writeJSON() }
  }

  /// Writes the rows past the end to stdout, and says what their intervals rest on and where they leave the series' range.
  func write(
    _ rows: [ForecastTable.Forecast], after table: SeriesTable, _ subject: SeriesSubject, _ report: TrainingReport,
    to rowsAhead: FutureOutput
  ) throws {
    guard !rows.isEmpty else { return }
    let measured = subject.intervalMargins.count
    let range = table.targetRange.union(subject.knownRange)
    if measured == 0 {
      report.notice("there is no interval: nothing was held out to measure it by, or the training was interrupted")
    } else if measured < rows.count {
      report.notice(
        "the interval was measured up to \(counted(measured, "step")) ahead; further ahead its width is extrapolated")
    }
    let beyond = rows.filter { !range.contains($0.predicted) }
    if let first = beyond.first {
      report.notice(
        "\(counted(beyond.count, "row")) of the forecast \(beyond.count == 1 ? "leaves" : "leave") "
          + "the range of the series, \(NumberFormat.exact(range.lowerBound)) to \(NumberFormat.exact(range.upperBound)): "
          + "\(significant(first.predicted)) at \(first.date)\(beyond.count == 1 ? "" : " is the first")")
    }
    try rowsAhead.write(rows, leaving: range)
  }
}

extension SeriesTraining {
  /// What is split into parts.
  private var things: String {
    switch reading {
    case .windows(let steps): "windows of \(steps)"
    case .streams: "rows"
    }
  }

  /// How far back a prediction looks, where no window says it.
  private var reach: String { reading == .streams ? " from all rows before" : "" }

  /// The shapes of what is trained on.
  private var shapes: String {
    let (rows, features) = (split.trainingWindows.count, table.features.count)
    switch reading {
    case .windows(let steps):
      return "to train on: inputs (\(rows), \(steps), \(features)) as (samples, steps, features), targets (\(rows), 1)"
    case .streams:
      let (places, steps) = (plan.batchSize, plan.sequenceLength)
      return "at each step: inputs (\(places), \(steps), \(features)) as (places in the series, steps, features), "
        + "targets (\(places), \(steps), 1)"
    }
  }

  /// What was found in the file.
  fileprivate var lines: [String] {
    let dates = "\(table.axis.label(ofRow: 0)) to \(table.axis.label(ofRow: table.rowCount - 1))"
    let spacing = table.axis.spacing.map { ", \($0)" } ?? ""
    let source =
      table.dateColumn.map { "dates: '\(TextWidth.oneLine($0))'" + (table.dateReading.map { ", \($0)" } ?? "") }
      ?? "the rows are numbered: no column was taken for dates"
    return [
      "\(table.rowCount) rows, \(dates)\(spacing); \(TextWidth.oneLine(table.features.joined(separator: ", ")))",
      source,
      "\(things): \(split.trainingWindows.count) to train on, \(split.validationWindows.count) to choose by, "
        + "\(split.testWindows.count) to test; predicting the \(subject.quantity.rawValue)\(reach)",
      shapes,
    ]
  }
}

extension ClosedRange<Double> {
  /// The smallest range that holds both.
  fileprivate func union(_ other: ClosedRange?) -> ClosedRange {
    guard let other else { return self }
    return Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
  }
}
