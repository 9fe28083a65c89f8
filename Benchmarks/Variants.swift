import ArgumentParser
import Foundation
import Kernels
import Network
import TextEncoding
import Training

/// `benchmarks variants`: what each kind of cell is worth when all have the same time, as Greff et al. (2017) asked.
struct Variants: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Held-out bits per character of every kind of cell, after equal seconds of training steps.",
    discussion: """
      The number of steps follows from the speed that a cell shows in its first ones, so that its learning rate falls \
      to zero as the seconds end; evaluations do not count.
      """)

  @Argument(help: "A text.")
  var corpus: String

  @Option(help: "Seconds of each training.")
  var seconds = 60.0

  @Option(help: "Trainings of each cell.")
  var seeds = 3

  @Option(parsing: .upToNextOption, help: "AdamW's rates, of which each cell gets the one that suits it best.")
  var rates = [1e-3, 4e-3]

  @Option(parsing: .upToNextOption, help: "The cells, by their names. (default: all)")
  var cells: [String] = []

  @Option var hidden = 256
  @Option var dropout: Float = 0.2
  @Option var threads = 2

  func run() throws {
    let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(corpus)], options: CorpusOptions())
    var relu = CellVariant()
    (relu.inputActivation, relu.outputActivation) = (.relu, .relu)
    var standard = 0.0
    print(
      "\(instructionSet), 1×\(hidden), \(decimal(seconds, 0)) s a training, \(threads) threads, \(seeds) seeds\n\n"
        + "| cell | parameters | characters/s | held-out bpc | of the standard cell | range |\n|---|--:|--:|--:|--:|--:|"
    )
    for (name, variant) in CellVariant.named + [("standard, relu", relu)]
    where cells.isEmpty || cells.contains(name) {
      let model = try SequenceModel(
        ModelConfiguration(
          input: .tokens(vocabularySize: tokenizer.vocabulary.count, encoding: .embedding(size: 64)),
          layers: [.init(hiddenSize: hidden, variant: variant)],
          output: .softmax(classes: tokenizer.vocabulary.count), dropout: dropout))
      let results = try rates.map { rate in
        try (0..<seeds).map { try train(model, tokenizer, corpus, rate: rate, seed: UInt64($0)) }
      }
      let means = results.map(meanBits)
      guard let best = means.indices.min(by: { means[$0] < means[$1] }) else { return }
      let (bits, speeds) = (results[best].map(\.bits), results[best].map(\.charactersPerSecond))
      let mean = means[best]
      if standard == 0 { standard = mean }
      var columns = [
        name, "\(model.layout.count)", decimal(speeds.sorted()[speeds.count / 2], 0), "\(rates[best])", "diverged", "",
        "",
      ]
      if mean.isFinite {
        let difference = (mean < standard ? "−" : "+") + decimal(abs(mean - standard), 3)
        columns[4...] = [decimal(mean, 3), difference, decimal((bits.max() ?? 0) - (bits.min() ?? 0), 3)]
      }
      print("| " + columns.joined(separator: " | ") + " |")
      fflush(nil)
    }
  }

  private typealias Result = (bits: Double, charactersPerSecond: Double)

  private func meanBits(_ results: [Result]) -> Double { results.reduce(0) { $0 + $1.bits } / Double(results.count) }

  /// The lowest held-out bits, infinite when the training diverged.
  private func train(
    _ model: SequenceModel, _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, rate: Double, seed: UInt64
  ) throws -> Result {
    let plan = TrainingPlan(
      optimizer: OptimizerSettings(kind: .adamw, learningRate: rate), rngSeed: seed, totalSteps: nil)
    func trainer() -> TextTrainer {
      TextTrainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
    }
    let perStep = secondsPerStep(trainer())
    var trained = trainer()
    trained.fixTotalSteps(max(1, Int(seconds / perStep)))
    let speed = Double(plan.batchSize * plan.sequenceLength) / perStep
    guard finish(&trained), let loss = trained.meanLoss(of: .allHeldOut)?.mean else { return (.infinity, speed) }
    return (loss / log(2), speed)
  }

  /// Of twenty steps after three; a step that diverges takes as long as others.
  private func secondsPerStep(_ trainer: consuming TextTrainer) -> Double {
    for _ in 0..<3 { _ = try? trainer.step() }
    let start = now()
    for _ in 0..<20 { _ = try? trainer.step() }
    return (now() - start) / 20
  }

  /// Makes all steps; whether the loss stayed a number.
  private func finish(_ trainer: inout TextTrainer) -> Bool {
    while !trainer.isComplete {
      guard (try? trainer.step()) != nil else { return false }
    }
    return true
  }
}
