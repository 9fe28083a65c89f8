import ArgumentParser
import Experiments
import TextEncoding

/// `textgen experiment variants`: every kind of cell for the same seconds.
struct VariantsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "variants",
    abstract: "Train every kind of cell on a text for the same seconds, and compare the held-out bits per character.",
    discussion: """
      Greff et al. (2017) compared the variants after equal epochs; here all have equal time. Each kind gets the learning \
      rate that suits the kind best. The range is that of the seeds.
      """)

  @Argument(help: "A text.")
  var corpus: String

  @Option(
    help: ArgumentHelp("The time of each training. (default: 60s)", valueName: "time"),
    transform: TimeBudget.init(text:))
  var time: TimeBudget?

  @Option(help: ArgumentHelp("The number of trainings at each learning rate.", valueName: "n"))
  var seeds = 3

  @Option(help: ArgumentHelp("The learning rates to try. (default: 0.001 and 0.004)", valueName: "rate"))
  var learningRate: [Double] = []

  @Option(help: ArgumentHelp("The kinds of cells, such as standard,coupled. (default: all)", valueName: "names"))
  var cells: CellList?

  @Option(help: ArgumentHelp("The number of cells of the one layer.", valueName: "n"))
  var hiddenSize = 256

  @OptionGroup var options: ExperimentOptions

  func validate() throws {
    if !(1...100).contains(seeds) { throw ValidationError("--seeds has to be from 1 to 100") }
    if !learningRate.allSatisfy({ $0 > 0 }) { throw ValidationError("--learning-rate has to be above 0") }
  }

  private struct Line: Encodable {
    let event = "variant"
    let cell: String
    let parameters: Int
    let characters_per_second, learning_rate: Double
    let bits_per_character: [Double]?
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    let experiment = try VariantsExperiment(
      tokenizer: tokenizer, corpus: corpus, seconds: time?.seconds ?? 60, hiddenSize: hiddenSize,
      threads: options.threads.count, clock: monotonicSeconds)
    let table = try GrowingTable(
      ["cell", "parameters", "characters/s", "rate", "held-out bpc", "of the first", "range"], isShown: !options.json)
    var first: Double?
    for (name, kind) in cells?.cells ?? ComparedCells.all {
      let outcome = try experiment.outcome(
        of: kind, seeds: seeds, rates: learningRate.isEmpty ? [1e-3, 4e-3] : learningRate
      ) { table.progress(name, $0) }
      if options.json {
        try JSONLine.write(
          Line(
            cell: name, parameters: outcome.parameters, characters_per_second: outcome.charactersPerSecond.rounded(),
            learning_rate: outcome.learningRate, bits_per_character: outcome.meanBits.isFinite ? outcome.bits : nil))
      }
      try table.row([name] + columns(outcome, first: first))
      first = first ?? outcome.meanBits
    }
  }

  private func columns(_ outcome: VariantsExperiment.Outcome, first: Double?) -> [String] {
    let known = ["\(outcome.parameters)", decimal(outcome.charactersPerSecond, 0), "\(outcome.learningRate)"]
    guard outcome.meanBits.isFinite else { return known + ["diverged", "", ""] }
    let difference = first.map { outcome.meanBits - $0 }
    return known + [
      decimal(outcome.meanBits, 3), difference.map { ($0 < 0 ? "−" : "+") + decimal(abs($0), 3) } ?? "",
      decimal(outcome.range, 3),
    ]
  }
}
