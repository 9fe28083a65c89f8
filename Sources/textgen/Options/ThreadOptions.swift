import ArgumentParser

/// How many threads compute.
struct ThreadOptions: ParsableArguments, OptionTable {
  @Option(
    help: ArgumentHelp(
      "The number of threads; the result does not depend on it. (default: one for each core)", valueName: "n"))
  var threads: Int?

  func rows(beside recorded: Never?) -> [OptionRow] { [.free("--threads", threads, in: 1...256)] }

  func validate() throws { try checkRanges() }

  /// The threads asked for, or one for each core.
  var count: Int { threads ?? Processors.count }
}
