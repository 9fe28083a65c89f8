import ArgumentParser
import Experiments

/// `textgen experiment long-lag`: one symbol remembered over hundreds of steps.
struct LongLagCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "long-lag",
    abstract: "Measure how many sequences each kind of cell reads until it remembers one symbol over a long lag.",
    discussion: """
      The first symbol of a sequence, one of two, is asked for at its end, after random other symbols (Hochreiter and \
      Schmidhuber 1997, experiment 2). The cell of 1997 had no forget gate. The table has the sequences that were read \
      until the answers were right, or the bits that were left: 1 is chance.
      """)

  @Option(help: ArgumentHelp("The steps from the symbol to the question.", valueName: "list"))
  var lags = IntegerList([100, 500])

  @Option(
    help: ArgumentHelp(
      "The kinds of cells, such as standard,coupled; original is the cell of 1997.", valueName: "names"))
  var cells = CellList(argument: "original,standard,coupled")!

  @Option(help: ArgumentHelp("The number of cells of the one layer.", valueName: "n"))
  var hiddenSize = 16

  @Option(help: ArgumentHelp("The largest number of updates of each training, of 32 sequences each.", valueName: "n"))
  var steps = 1000

  @Option(help: ArgumentHelp("The learning rate.", valueName: "rate"))
  var learningRate = 0.003

  @Option(help: ArgumentHelp("The number that fixes weights and sequences.", valueName: "n"))
  var rngSeed: UInt64 = 1

  @OptionGroup var options: ExperimentOptions

  func validate() throws {
    guard lags.numbers.allSatisfy({ (1...10_000).contains($0) }) else {
      throw ValidationError("each of --lags has to be from 1 to 10000")
    }
    if !(learningRate > 0) { throw ValidationError("--learning-rate has to be above 0") }
    if steps < 1 { throw ValidationError("--steps has to be at least 1") }
  }

  private struct Line: Encodable {
    let event = "long_lag"
    let cell: String
    let lag: Int
    let sequences: Int?
    let bits: Double
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let experiment = LongLagExperiment(
      hiddenSize: hiddenSize, mostSteps: steps, learningRate: learningRate, threads: options.threads.count)
    let table = try GrowingTable(["cell"] + lags.numbers.map { "lag \($0)" }, isShown: !options.json)
    for cell in cells.cells {
      var row = [cell.name]
      for lag in lags.numbers {
        let outcome = try experiment.outcome(cell: cell.kind, lag: lag, rngSeed: rngSeed) {
          table.progress("\(cell.name), lag \(lag)", $0)
        }
        row.append(outcome.sequences.map(String.init) ?? "not learnt, \(decimal(outcome.bits, 2)) bits")
        if options.json {
          try JSONLine.write(
            Line(cell: cell.name, lag: lag, sequences: outcome.sequences, bits: outcome.bits))
        }
      }
      try table.row(row)
    }
  }
}
