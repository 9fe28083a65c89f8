import ArgumentParser
import Charts
import Foundation
import Network
import Training

/// `benchmarks truncation`: what a network learns to remember when gradients reach back only T steps.
struct Truncation: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Held-out bits of a copy task over its lag, for several lengths of truncated backpropagation.",
    discussion: """
      Every training sees the same number of symbols in the same number of updates: B streams of T steps with B · T \
      fixed, the state carried from chunk to chunk.
      """)

  @Option(parsing: .upToNextOption, help: "T, the steps that gradients reach back; each divides 1024.")
  var truncations = [4, 8, 16, 32]

  @Option(parsing: .upToNextOption, help: "Steps from a symbol to where it is asked for.")
  var lags = [1, 2, 3, 4, 6, 7, 8, 10, 12, 15, 16, 20, 24]

  @Option(help: "H of the one layer.")
  var hidden = 64

  @Option(help: "Updates of each training, of 1024 symbols.")
  var steps = 4000

  @Option(help: "Threads.")
  var threads = 2

  @Option(help: "Draw the losses into this SVG file.")
  var output: ChartFile?

  private static let symbolsPerStep = 1024

  func validate() throws {
    guard truncations.allSatisfy({ $0 > 0 && Self.symbolsPerStep % $0 == 0 }), lags.allSatisfy({ $0 >= 0 }), steps > 0
    else { throw ValidationError("truncations divide 1024, lags are not negative, and at least one step is made") }
  }

  func run() throws {
    try output?.checkWritable()
    print("| lag | " + truncations.map { "T \($0)" }.joined(separator: " | ") + " |")
    print("|--:" + truncations.map { _ in "|--:" }.joined() + "|")
    var lines = truncations.map { LineChart.Series(name: "\($0) \($0 == 1 ? "step" : "steps")", points: []) }
    for lag in lags {
      var cells: [String] = []
      for (index, truncation) in truncations.enumerated() {
        let bits = try heldOutBits(lag: lag, truncation: truncation)
        lines[index].points.append(.init(x: Double(lag), y: bits))
        cells.append(decimal(bits, 2))
      }
      print("| \(lag) | \(cells.joined(separator: " | ")) |")
      fflush(nil)
    }
    try output?.write(chart(lines))
  }

  private func heldOutBits(lag: Int, truncation: Int) throws -> Double {
    var plan = TrainingPlan(
      batchSize: Self.symbolsPerStep / truncation, sequenceLength: truncation,
      schedule: LearningRateSchedule(decay: .cosine), rngSeed: 1, totalSteps: steps)
    plan.validationFraction = 0
    let model = try SequenceModel(
      ModelConfiguration(vocabularySize: CopyTask.symbols, input: .oneHot, hiddenSizes: [hidden]))
    let trainer = Trainer(model: model, source: CopyTask(lag: lag, plan: plan), plan: plan, threads: threads)
    for _ in 0..<steps { _ = try trainer.step() }
    return (trainer.meanLoss(of: .allHeldOut)?.mean ?? .nan) / log(2)
  }

  private func chart(_ lines: [LineChart.Series]) -> LineChart {
    LineChart(
      title: "What truncated backpropagation learns to remember",
      subtitle: "Copying random symbols out of 8, where chance is 3 bits; gradients reach back:",
      horizontal: .number(label: "steps from a symbol to where it is asked for"),
      vertical: .number(label: "held-out loss, bits per symbol"), series: lines)
  }
}
