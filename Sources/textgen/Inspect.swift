import ArgumentParser
import Checkpoints
import Glibc
import Network
import TextEncoding
import Training

/// `textgen inspect`: what is in a checkpoint.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a checkpoint's model, vocabulary and training record.",
    discussion: """
      textgen inspect                            the newest checkpoint
      textgen inspect names.safetensors --vocabulary
      """)

  @Argument(help: "The checkpoint. (default: the newest in checkpoints/)")
  var checkpoint: String?

  @Flag(help: "List every character with its number and count.")
  var vocabulary = false

  func run() throws {
    Terminal.ignoreBrokenPipes()
    let path = try checkpoint ?? CheckpointFolder.newest()
    let model = try TextCheckpoint(contentsOf: path)
    Terminal.print(path)
    printModel(model)
    printText(model.tokenizer)
    try printTraining(model)
    if vocabulary { printVocabulary(model.tokenizer) }
  }

  private func printModel(_ checkpoint: TextCheckpoint) {
    let rows = checkpoint.model.layout.entries.map { entry in
      (entry.name, entry.shape.map(String.init).joined(separator: " × "), String(entry.count))
    }
    let nameWidth = (rows.map(\.0.count) + [9]).max() ?? 0
    let shapeWidth = (rows.map(\.1.count) + [5]).max() ?? 0
    let countWidth = (rows.map(\.2.count) + [10]).max() ?? 0
    func row(_ name: String, _ shape: String, _ count: String) {
      Terminal.print("  \(name.padded(nameWidth))  \(shape.padded(shapeWidth))  \(count.padded(-countWidth))")
    }
    Terminal.print("\nModel")
    row("parameter", "shape", "floats")
    for (name, shape, count) in rows { row(name, shape, count) }
    row("total", "", String(checkpoint.model.layout.count))
  }

  private func printText(_ tokenizer: Tokenizer) {
    Terminal.print(
      """

      Text
        unit           \(tokenizer.unit.rawValue)
        normalisation  \(tokenizer.normalization.rawValue)
        vocabulary     \(tokenizer.vocabulary.count)\(tokenizer.vocabulary.unknownID == nil ? "" : ", one of them for rare characters")
      """)
  }

  private func printTraining(_ checkpoint: TextCheckpoint) throws {
    guard checkpoint.training != nil else { return Terminal.print("\nTraining\n  not recorded: exported for sampling") }
    let record = try TrainingRecord(of: checkpoint)
    Terminal.print(
      """

      Training
        steps          \(record.step) of \(record.plan.totalSteps)
        batch          \(record.plan.batchSize) × \(record.plan.sequenceLength)
        optimizer      \(record.plan.optimizer.kind.rawValue), rate \(record.plan.optimizer.learningRate), \(record.plan.schedule.decay.rawValue)
        rng seed       \(record.plan.rngSeed)
        corpus         \(record.data.count) characters
      """)
    if let best = record.bestValidationLoss, let step = record.bestStep {
      Terminal.print("  held out       \(decimal(best, 4)) nats = \(decimal(best / M_LN2, 3)) bpc, after step \(step)")
    }
  }

  private func printVocabulary(_ tokenizer: Tokenizer) {
    Terminal.print("\nVocabulary\n   number       count  character")
    for id in 0..<tokenizer.vocabulary.count {
      let count = tokenizer.vocabulary.counts[id]
      Terminal.print(
        "  \(String(id).padded(-7))  \(String(count).padded(-10))  \(tokenizer.vocabulary.name(of: TokenID(id)))")
    }
  }
}
