import ArgumentParser
import Charts
import Experiments
import Notation

/// `textgen experiment truncation`: what a network learns to remember when gradients reach back only T steps.
struct TruncationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "truncation",
    abstract: "Measure how far back a symbol is remembered, for several lengths of truncated backpropagation.",
    discussion: """
      A stream of random symbols out of 8, each asked for again a number of steps later, the lag. The table has the bits \
      a symbol on other streams: 3 is chance, 0 is perfect. Every training sees the same number of symbols in the same \
      number of updates, with the state carried from chunk to chunk.
      """)

  @Option(help: ArgumentHelp("T, the steps that gradients reach back; each divides 1024.", valueName: "list"))
  var truncations = IntegerList([4, 8, 16, 32])

  @Option(help: ArgumentHelp("The steps from a symbol to where it is asked for.", valueName: "list"))
  var lags = IntegerList([1, 2, 3, 4, 6, 7, 8, 10, 12, 15, 16, 20, 24])

  @Option(help: ArgumentHelp("The number of cells of the one layer.", valueName: "n"))
  var hiddenSize = 64

  @Option(help: ArgumentHelp("The number of updates of each training, of 1024 symbols each.", valueName: "n"))
  var steps = 4000

  @Option(name: .shortAndLong, help: ArgumentHelp("Draw the losses into this SVG file.", valueName: "file"))
  var output: String?

  @Flag(help: "Replace the file if it exists.")
  var force = false

  @OptionGroup var options: ExperimentOptions

  func validate() throws {
    guard truncations.numbers.allSatisfy({ $0 > 0 && TruncationExperiment.symbolsPerStep % $0 == 0 }) else {
      throw ValidationError("each of --truncations has to divide \(TruncationExperiment.symbolsPerStep)")
    }
    guard lags.numbers.allSatisfy({ (0...10_000).contains($0) }) else {
      throw ValidationError("each of --lags has to be from 0 to 10000")
    }
    if steps < 1 { throw ValidationError("--steps has to be at least 1") }
  }

  private struct Line: Encodable {
    let event = "truncation"
    let lag, truncation: Int
    let bits_per_symbol: Double
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    if let output { try NewFile.check(output, mayReplace: force) }
    let experiment = TruncationExperiment(hiddenSize: hiddenSize, steps: steps, threads: options.threads.count)
    let table = try GrowingTable(["lag"] + truncations.numbers.map { "T \($0)" }, isShown: !options.json)
    var lines = truncations.numbers.map { LineChart.Series(name: counted($0, "step"), points: []) }
    for lag in lags.numbers {
      var cells = ["\(lag)"]
      for (index, truncation) in truncations.numbers.enumerated() {
        let bits = try experiment.heldOutBits(lag: lag, truncation: truncation) {
          table.progress("lag \(lag), T \(truncation)", $0)
        }
        lines[index].points.append(.init(x: Double(lag), y: bits))
        cells.append(decimal(bits, 2))
        if options.json { try JSONLine.write(Line(lag: lag, truncation: truncation, bits_per_symbol: bits)) }
      }
      try table.row(cells)
    }
    if let output { try NewFile.write(chart(lines).svg(), to: output, mayReplace: force, madeFrom: []) }
  }

  private func chart(_ lines: [LineChart.Series]) -> LineChart {
    LineChart(
      title: "What truncated backpropagation learns to remember",
      subtitle: "Copying random symbols out of 8, where chance is 3 bits; gradients reach back:",
      horizontal: .number(label: "steps from a symbol to where it is asked for"),
      vertical: .number(label: "held-out loss, bits per symbol"), series: lines)
  }
}
