import ArgumentParser

/// What a training does with the files that exist, and what it says: what text models and forecasts share.
struct SessionOptions: ParsableArguments {
  @Flag(help: "Go on training the checkpoint that exists.")
  var resume = false

  @Flag(help: "Replace files that exist.")
  var force = false

  @Flag(help: "Write one JSON object for each event to stdout; the last one has the result.")
  var json = false

  @Flag(name: .shortAndLong, help: "Print warnings and errors only.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Print more about the data and the model.")
  var verbose = false

  func validate() throws {
    if resume && force { throw ValidationError("--resume and --force exclude each other") }
  }

  /// Whether files that exist may be written to.
  var mayReplace: Bool { resume || force }

  /// A report of losses in a unit, as loud as was asked for.
  func report(unit: LossUnit) -> TrainingReport {
    TrainingReport(unit: unit, json: json, quiet: quiet, verbose: verbose)
  }
}
