import ArgumentParser
import Forecasting
import Notation
import Training

/// `textgen forecast`: from a table of dates and numbers to what comes next.
struct Forecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Learn a time series from a CSV file and forecast it.",
    discussion: """
      textgen forecast temperatures.csv
          each row is predicted from all rows before it; the last fifth tests it
      textgen forecast passengers.csv --horizon 24
          two years of months past the end, with their interval
      textgen forecast passengers.csv --window 12
          each row is predicted from the twelve before it alone
      textgen forecast weather.csv --target temperature --features rain,wind
          several columns in, one out
      textgen forecast shops.csv --target sales --series shop
          the rows of several shops, each learnt and forecast by itself
      textgen forecast station.csv --header-line 4
          the names are in line 4, and the rows below them: where titles above
          look like names
      textgen forecast new.csv --checkpoint forecasts/weather.safetensors
          what a saved model expects after new rows: a hundred are enough as a
          rule; a model of windows needs as many as its window has
      textgen forecast temperatures.csv --window 30 --write-windows windows.csv
          what a network of windows would read and predict, as a table

      Writes PREFIX.predictions.csv, PREFIX.svg, PREFIX.safetensors, PREFIX.history.jsonl and, with --horizon, \
      PREFIX.forecast.csv.
      """)

  @Argument(help: "A CSV file with a line of column names above its rows; `-` for stdin.")
  var data: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Forecast with this saved model instead of learning one.", valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      "The number of rows to forecast past the end of the data, written to stdout as CSV. (default: 0)", valueName: "n")
  )
  var horizon: Int?

  @Option(
    help: ArgumentHelp(
      "Write the windows into this CSV file, one a line with the row that it is to predict, and learn nothing.",
      valueName: "file"))
  var writeWindows: String?

  @OptionGroup(title: "Series") var series: SeriesArguments
  @OptionGroup(title: "Series") var charset: CharsetOptions
  @OptionGroup(title: "Model") var stack: StackOptions
  @OptionGroup(title: "Training") var loop: LoopOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How the names of the files begin. (default: forecasts/<name of the data>)", valueName: "prefix")
  )
  var output: String?

  @OptionGroup var session: SessionOptions

  func validate() throws {
    if let horizon, !(0...100_000).contains(horizon) { throw ValidationError("--horizon has to be from 0 to 100000") }
    if data == nil && !PipedInput.isPresent {
      throw ValidationError("name a CSV file, or pipe one in")
    }
    if let output, output.isEmpty || output.hasSuffix("/") {
      throw ValidationError("--output is how the names of the files begin; give a name, not a folder")
    }
    if series.sequenceLength != nil && stack.bidirectional {
      throw ValidationError(
        "--bidirectional reads windows, whose length is --window; --sequence-length has no meaning beside it")
    }
    if writeWindows != nil, let option = optionBesideWindows {
      throw ValidationError("--write-windows learns nothing; \(option) has no meaning beside it")
    }
    if checkpoint != nil, let option = learningOption {
      throw ValidationError("\(option) has no meaning with --checkpoint, whose model is learnt already")
    }
  }

  /// The first option that says how to learn, or where to.
  private var learningOption: String? {
    if writeWindows != nil { return "--write-windows" }
    if output != nil { return "--output" }
    let reading = Set(series.table.rows(beside: nil).map(\.name))
    return session.givenOption() ?? series.givenOption(besides: reading)
      ?? stack.givenOption() ?? loop.givenOption()
  }

  /// The first option that says how to learn, or of what a training writes. A seed does no harm.
  private var optionBesideWindows: String? {
    if session.resume { return "--resume" }
    if output != nil { return "--output" }
    if horizon != nil { return "--horizon" }
    return series.sequenceLength.map { _ in "--sequence-length" } ?? stack.givenOption()
      ?? loop.givenOption(besides: ["--rng-seed"])
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    if let checkpoint { return try forecast(with: checkpoint) }
    if let writeWindows { return try write(windowsTo: writeWindows) }
    try learn(from: TableInput(path: source, charset: charset))
  }

  /// The data's name, `-` for stdin.
  var source: String { data ?? "-" }

  /// Reads the data, and says what about it is not as it might seem.
  func read(_ options: SeriesOptions, _ report: TrainingReport, from input: TableInput) throws -> SeriesTable {
    let table = try input.table(options, report)
    for note in table.notes { report.notice(note.withAdvice) }
    if let first = table.filled.first {
      report.notice(
        "\(counted(table.filled.count, "cell")) had no number and \(table.filled.count == 1 ? "was" : "were") filled, "
          + "the first in \(first.cell) by \(first.value); such rows are not compared")
    }
    if table.axis.spacing?.isPattern == false {
      report.notice(
        "the dates follow no pattern, so the dates of the forecast are unknown; its rows are written as +1, +2 and so on"
      )
    } else if let detection = table.axis.detection, detection.missingDates + detection.irregularSpacings > 0 {
      let irregular = counted(detection.irregularSpacings, "row")
      report.notice(
        "the step from date to date is \(detection.spacing.words), with \(counted(detection.missingDates, "date")) missing and "
          + "\(irregular) off that step; rows are taken as they stand")
    }
    return table
  }
}

extension TableNote {
  /// The note, with the option that may be meant.
  var withAdvice: String {
    switch self {
    case .hourLeftOut: "\(self); if so, say it with --clock local"
    case .passedOver(let lines) where !lines.numbers(.above).isEmpty:
      "\(self); if the names are in another line, say which with --header-line"
    default: description
    }
  }
}
