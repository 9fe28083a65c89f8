import ArgumentParser

/// What a training does with the files that exist, and what it says: what text models and forecasts share.
struct SessionOptions: ParsableArguments, OptionTable {
  @Flag(help: "Go on training the checkpoint that exists.")
  var resume = false

  @Flag(help: "Replace files that exist.")
  var force = false

  @Option(
    help: ArgumentHelp("The time between two saves, such as 5m. (default: 60s)", valueName: "time"),
    transform: TimeBudget.init(text:))
  var checkpointEvery: TimeBudget?

  @Flag(help: "Write one JSON object for each event to stdout; the last one has the result.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print warnings and errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print more about the data and the model.")
  var verbose = false

  /// Those that have a meaning for a training only.
  func rows(beside recorded: Never?) -> [OptionRow] {
    [
      .free("--resume", resume ? true : nil), .free("--force", force ? true : nil),
      .free("--checkpoint-every", checkpointEvery),
    ]
  }

  /// Seconds between two saves.
  var checkpointSeconds: Double { checkpointEvery?.seconds ?? 60 }

  func validate() throws {
    if resume && force { throw ValidationError("--resume and --force exclude each other") }
  }

  /// Whether files that exist may be written to.
  var mayReplace: Bool { resume || force }

  /// A report of losses in a measure, as loud as was asked for.
  ///
  /// - interrupts: those of the run that is reported.
  func report(measure: LossMeasure, interrupts: Interrupts = Interrupts()) -> TrainingReport {
    TrainingReport(measure: measure, json: json, quiet: quiet, verbose: verbose, interrupts: interrupts)
  }
}
