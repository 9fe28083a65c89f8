import Checkpoints
import Foundation
import Network
import TestSupport
import Testing
import TextEncoding
import Training

/// Steps that end before their time, wherever they are.
@Suite struct StoppedStepTests {
  private static let text = (0..<40).map { "Pier \($0 * 5 % 17) has \($0 % 3) lamps.\n" }.joined()

  /// The configuration for so many characters.
  private static func configuration(_ kind: String, _ characters: Int) -> ModelConfiguration {
    switch kind {
    case "n-grams":
      return ModelConfiguration(
        vocabularySize: characters, input: .ngrams(size: 3, longest: 3, rows: 40), hiddenSizes: [4])
    default:
      return ModelConfiguration(
        vocabularySize: characters, input: .embedding(size: 3), hiddenSizes: [5, 4], dropout: 0.25)
    }
  }

  @Test(arguments: ["dropout", "n-grams"], [nil, 2]) func leaveTheTrainerAsItWas(
    kind: String, microBatchSize: Int?
  ) throws {
    let threads = microBatchSize ?? 1
    try withCorpus(Self.text) { tokenizer, corpus, folder in
      let model = try SequenceModel(Self.configuration(kind, tokenizer.vocabulary.count))
      var plan = TrainingPlan(batchSize: 4, sequenceLength: 6, rngSeed: 1, totalSteps: 9)
      plan.microBatchSize = microBatchSize
      let trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
      for _ in 0..<3 { _ = try trainer.step() }
      func bytes(_ trainer: TextTrainer) throws -> Data {
        try trainer.checkpoint().write(to: "\(folder)/a")
        return try Data(contentsOf: URL(filePath: "\(folder)/a"))
      }
      func resumed() throws -> TextTrainer {
        try TextTrainer(resuming: TextCheckpoint(contentsOf: "\(folder)/a"), corpus: corpus, threads: threads)
      }
      let before = try bytes(trainer)
      var asked = 0
      let whole = try resumed()
      _ = try whole.step(
        unless: StopCheck {
          asked += 1
          return true
        })
      #expect(asked > 2 * plan.sequenceLength)
      let after = try bytes(whole)
      for patience in 0..<asked {
        try before.write(to: URL(filePath: "\(folder)/a"), options: .atomic)
        let stopped = try resumed()
        var left = patience
        #expect(throws: Interruption.self) {
          try stopped.step(
            unless: StopCheck {
              left -= 1
              return left >= 0
            })
        }
        #expect(try bytes(stopped) == before, "\(kind), stopped after \(patience)")
        let second = try resumed()
        _ = try second.step()
        #expect(try bytes(second) == after, "\(kind), stopped after \(patience)")
      }
    }
  }
}
