import ArgumentParser
import Checkpoints
import Forecasting
import Network
import TextEncoding
import Training

/// `textgen forecast`: from a table of dates and numbers to what comes next.
struct Forecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn a time series from a CSV file and forecast it.",
    discussion: """
      textgen forecast temperatures.csv
          windows of 30 rows predict the next; the last fifth tests it
      textgen forecast passengers.csv --window 12 --horizon 24
          two years of months past the end, with their interval
      textgen forecast weather.csv --target temperature --features rain,wind
          several columns in, one out
      tail -n 40 new.csv | textgen forecast --checkpoint forecasts/weather.safetensors
          what a saved model expects after new rows

      Writes PREFIX.predictions.csv, PREFIX.svg, PREFIX.safetensors and PREFIX.history.jsonl.
      """)

  @Argument(help: "A CSV file with a line of names; `-` for stdin.")
  var data: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Forecast with this saved model instead of learning one.", valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp("Rows to forecast past the end, written to stdout as CSV. (default: 0)", valueName: "n"))
  var horizon: Int?

  @OptionGroup(title: "Series") var series: SeriesArguments
  @OptionGroup(title: "Model") var stack: StackOptions
  @OptionGroup(title: "Training") var loop: LoopOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How the names of the files begin. (default: forecasts/<name of the data>)", valueName: "prefix")
  )
  var output: String?

  @Flag(help: "Go on training the checkpoint that is there.")
  var resume = false

  @Flag(help: "Replace the files that are there.")
  var force = false

  @Flag(help: "Events as JSON, one a line on stdout; the last one has the errors.")
  var json = false

  @Flag(name: .shortAndLong, help: "Warnings and errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "More about the series and the model.")
  var verbose = false

  func validate() throws {
    if let horizon, !(0...100_000).contains(horizon) { throw ValidationError("--horizon has to be from 0 to 100000") }
    if resume && force { throw ValidationError("--resume and --force exclude each other") }
    if data == nil && !Terminal.inputIsPiped {
      throw ValidationError("name a CSV file, or pipe one in")
    }
    try loop.check()
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let start = monotonicSeconds()
    if let checkpoint { return try forecast(with: checkpoint) }
    Interrupts.watch()
    Terminal.saveWhenOutputCloses()
    let files = ForecastFiles(prefix: output ?? ForecastFiles.prefix(forData: source))
    if resume && !CheckpointFolder.hasFile(files.checkpoint) {
      throw CommandError.nothingToResume(path: files.checkpoint)
    }
    try files.check(data: source, replacing: force || resume)
    let report = TrainingReport(unit: .squaredError, json: json, quiet: quiet, verbose: verbose)
    let table = try read(series.options, report)
    let job = try ForecastJob(table: table, series: series, stack: stack, loop: loop)
    job.describe(to: report)
    let trainer = try resume ? job.resumed(files.checkpoint, report) : job.begun(report)
    var session = try TrainingSession(
      trainer: trainer, path: files.checkpoint, report: report, checkpointSeconds: 60)
    try session.run(until: loop.budget ?? (resume ? nil : job.usualBudget))
    report.finished(
      path: files.checkpoint, command: "forecast \(shellQuoted(source)) --output \(shellQuoted(files.prefix))",
      interrupted: Interrupts.isRequested, trainer: session.trainer, seconds: session.seconds)
    if Interrupts.isRequested { throw ExitCode(Failure.interrupted) }
    try finish(job, try session.trainer.checkpoint(), files, report, start: start)
  }

  private var source: String { data ?? "-" }

  private func read(_ options: SeriesOptions, _ report: TrainingReport) throws -> SeriesTable {
    let bytes = try source == "-" ? PipedInput.read() : PipedInput.read(path: source)
    let table = try SeriesTable(bytes: bytes, source: source == "-" ? "stdin" : source, options: options)
    if let first = table.filled.first {
      report.notice(
        "\(table.filled.count) cells had no number and were filled, the first in \(first.cell) by \(first.value)")
    }
    if let detection = table.axis.detection, detection.missingDates > 0 {
      report.notice(
        "\(detection.missingDates) dates are missing between the first and the last; the rows are taken as they stand")
    }
    return table
  }

  /// Predictions, errors, files.
  private func finish(
    _ job: ForecastJob, _ trained: SeriesCheckpoint, _ files: ForecastFiles, _ report: TrainingReport, start: Double
  ) throws {
    var checkpoint = trained
    let forecaster = Forecaster(checkpoint: checkpoint, threads: loop.threadCount)
    let steps = max(horizon ?? 0, job.split.steps)
    checkpoint.subject.horizonErrors = forecaster.horizonErrors(
      from: job.errorWindows, horizon: steps, in: job.windows, target: job.table.target)
    try checkpoint.write(to: files.checkpoint)
    let predicted = forecaster.predictions(of: 0..<job.windows.count, in: job.windows)
    let evaluation =
      job.split.testWindows.isEmpty
      ? nil
      : ForecastEvaluation(
        predicted: predicted, target: job.table.target, split: job.split, season: checkpoint.subject.season)
    let future = FutureRows(
      forecaster: forecaster, subject: checkpoint.subject, windows: job.windows, axis: job.table.axis,
      horizon: horizon ?? 0
    ).forecasts
    let summary = ForecastSummary(
      evaluation: evaluation, season: checkpoint.subject.season, testRows: job.split.testRows.count,
      seconds: monotonicSeconds() - start, files: files)
    let picture = ForecastChart(
      table: job.table, split: job.split, predicted: predicted, future: future, subtitle: summary.subtitle)
    try AtomicFile.write(Array(job.predictionTable(predicted).utf8), to: files.predictions)
    try AtomicFile.write(Array(picture.chart.svg().utf8), to: files.chart)
    if !future.isEmpty {
      let text = ForecastTable.csv(future)
      try AtomicFile.write(Array(text.utf8), to: files.future)
      if !json { Terminal.write(Array(text.utf8)) }
    }
    report.tell(summary.lines)
    report.tell(["wrote \(files.prefix).predictions.csv, .svg, .safetensors and .history.jsonl"])
    if json { try summary.writeJSON() }
  }

  /// A saved model on new rows.
  private func forecast(with path: String) throws {
    let checkpoint = try SeriesCheckpoint(contentsOf: path)
    let report = TrainingReport(unit: .squaredError, json: json, quiet: quiet, verbose: verbose)
    var options = checkpoint.subject.options
    options.missingValues = series.missing
    let table = try read(options, report)
    let forecaster = Forecaster(checkpoint: checkpoint, threads: loop.threadCount)
    let windows = forecaster.windows(of: table.columns)
    guard table.rowCount >= windows.steps else {
      throw ForecastingError.tooFewRows(
        rows: table.rowCount, needed: windows.steps, purpose: "a window of this model")
    }
    let future = FutureRows(
      forecaster: forecaster, subject: checkpoint.subject, windows: windows, axis: table.axis,
      horizon: max(1, horizon ?? 1)
    ).forecasts
    Terminal.write(Array(ForecastTable.csv(future).utf8))
  }
}
