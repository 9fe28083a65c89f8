import ArgumentParser
import Checkpoints
import Forecasting
import Training

extension Forecast {
  /// From the data to a model, its predictions and their errors.
  func learn() throws {
    let start = monotonicSeconds()
    Interrupts.watch()
    Terminal.saveWhenOutputCloses()
    let files = ForecastFiles(prefix: output ?? ForecastFiles.prefix(forData: source))
    if self.session.resume && !CheckpointFolder.hasFile(files.checkpoint) {
      throw CommandError.nothingToResume(path: files.checkpoint)
    }
    try files.check(data: source, replacing: self.session.mayReplace)
    let report = self.session.report(unit: .squaredError)
    let job = try job(files, report)
    job.describe(to: report)
    var session = try TrainingSession(
      trainer: try job.trainer(report), path: files.checkpoint, lossUnit: report.unit.name, checkpointSeconds: 60,
      observer: report, clock: { monotonicSeconds() - start })
    try session.run(until: loop.budget, usual: job.usualBudget, expectedSteps: 1000)
    report.finished(
      path: files.checkpoint, command: "forecast \(resumeArguments(files))", trainer: session.trainer,
      seconds: monotonicSeconds() - start)
    if !session.trainer.isComplete { throw ExitCode(Terminal.interruptedStatus) }
    // What is left takes no steps that could be finished first.
    Interrupts.release()
    Terminal.endWhenOutputCloses()
    try finish(job, try session.trainer.checkpoint(), files, report, start: start)
  }

  private func job(_ files: ForecastFiles, _ report: TrainingReport) throws -> ForecastJob {
    guard session.resume else {
      return try ForecastJob(table: read(series.options, report), series: series, stack: stack, loop: loop)
    }
    let checkpoint = try SeriesCheckpoint(contentsOf: files.checkpoint)
    return try ForecastJob(
      resuming: checkpoint, path: files.checkpoint, table: read(checkpoint.subject.options, report), series: series,
      stack: stack, loop: loop)
  }

  /// The series' and the network's options are in the checkpoint.
  private func resumeArguments(_ files: ForecastFiles) -> String {
    "\(shellQuoted(source)) --output \(shellQuoted(files.prefix))" + (horizon.map { " --horizon \($0)" } ?? "")
  }

  /// Predictions, errors, files.
  private func finish(
    _ job: ForecastJob, _ trained: SeriesCheckpoint, _ files: ForecastFiles, _ report: TrainingReport, start: Double
  ) throws {
    var checkpoint = trained
    let forecaster = Forecaster(checkpoint: checkpoint, threads: loop.threads.count)
    checkpoint.subject.horizonErrors = job.horizonErrors(of: forecaster, horizon: horizon ?? 0)
    try checkpoint.write(to: files.checkpoint)
    let predicted = forecaster.predictions(of: 0..<job.windows.count, in: job.windows)
    let future = FutureRows(
      forecaster: forecaster, subject: checkpoint.subject, windows: job.windows, axis: job.table.axis,
      horizon: horizon ?? 0
    ).forecasts
    let summary = ForecastSummary(
      evaluation: job.evaluation(of: predicted), season: checkpoint.subject.season,
      seconds: monotonicSeconds() - start, files: files, hasFuture: !future.isEmpty)
    let picture = ForecastChart(
      table: job.table, split: job.split, predicted: predicted, future: future, subtitle: summary.subtitle)
    try AtomicFile.write(Array(job.predictionTable(predicted).utf8), to: files.predictions)
    try AtomicFile.write(Array(picture.chart.svg().utf8), to: files.chart)
    if future.isEmpty {
      // One of an earlier model would not be this one's.
      files.removeFuture()
    } else {
      try AtomicFile.write(Array(ForecastTable.csv(future).utf8), to: files.future)
    }
    // Only now, because a reader that has seen enough ends the program.
    try write(future, measured: checkpoint.subject.horizonErrors.count, report)
    report.tell(summary.lines)
    if session.json { try summary.writeJSON() }
  }

  /// Writes the rows past the end to stdout, and says what their intervals rest on.
  ///
  /// - measured: the steps ahead whose errors are known.
  func write(_ rows: [ForecastTable.Forecast], measured: Int, _ report: TrainingReport) throws {
    guard !rows.isEmpty else { return }
    if measured == 0 {
      report.notice("there is no interval: nothing was held out to measure it by, or the training was interrupted")
    } else if measured < rows.count {
      report.notice(
        "the interval was measured up to \(measured) \(measured == 1 ? "step" : "steps") ahead; beyond, it widens as a "
          + "random walk's")
    }
    if session.json {
      for row in rows { try JSONLine.write(FutureRow(row)) }
    } else {
      Terminal.write(Array(ForecastTable.csv(rows).utf8))
    }
  }
}

/// A row past the end in `--json`; bounds that are no numbers are absent.
private struct FutureRow: Encodable {
  let event = "future_row"
  let date: String
  let predicted: Double
  let lower, upper: Double?

  init(_ row: ForecastTable.Forecast) {
    (date, predicted) = (row.date, row.predicted)
    lower = row.lower.isFinite ? row.lower : nil
    upper = row.upper.isFinite ? row.upper : nil
  }
}
