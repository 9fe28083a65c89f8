import ArgumentParser

/// What fixes the random choices.
struct RandomOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The number that fixes all random choices. (default: drawn and printed)", valueName: "n"))
  var rngSeed: UInt64?

  /// The number asked for, or one that is drawn.
  func drawn() -> UInt64 { rngSeed ?? UInt64.random(in: 0..<1 << 32) }
}
