import ArgumentParser
import Kernels

/// What proves the speed claims: the kernels against this machine's own limits, and whole jobs for the comparison
/// with other programs.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Measures textgen's kernels, training, generation and tokenising.",
    discussion: """
      make bench          all of it, with this machine's limits
      make bench-peers    beside PyTorch, in turn
      """,
    subcommands: [
      Limits.self, Products.self, Steps.self, Scaling.self, SamplingSpeed.self, ScoringSpeed.self, Tokenising.self,
      Forecasts.self, ShortContexts.self,
    ])
}
