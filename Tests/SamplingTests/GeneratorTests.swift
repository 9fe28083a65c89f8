import Checkpoints
import Foundation
import Kernels
import Network
import Sampling
import Testing
import TextEncoding
import Training

/// A corpus in a temporary file, removed afterwards.
func withCorpus<Result>(_ text: String, _ body: (Tokenizer, TokenizedCorpus) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString).txt").path
  try text.write(toFile: path, atomically: true, encoding: .utf8)
  defer { try? FileManager.default.removeItem(atPath: path) }
  let built = try TokenizedCorpus.build(from: [.file(path)], options: CorpusOptions())
  return try body(built.tokenizer, built.corpus)
}

@Suite struct GeneratorTests {
  static let text = String(repeating: "A fox keeps the lamp while boats come home; who brings bread?\n", count: 40)

  /// A checkpoint of a small model after `steps` steps on the text above.
  static func checkpoint(steps: Int) throws -> Checkpoint {
    try withCorpus(text) { tokenizer, corpus in
      let model = try SequenceModel(
        ModelConfiguration(
          vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 9), hiddenSizes: [40, 33]))
      var trainer = Trainer(
        model: model, tokenizer: tokenizer, corpus: corpus,
        plan: TrainingPlan(
          batchSize: 4, sequenceLength: 32, schedule: LearningRateSchedule(decay: .constant, warmUpSteps: 5),
          rngSeed: 3, totalSteps: steps), threads: 2)
      for _ in 0..<steps { _ = try trainer.step() }
      return try trainer.checkpoint()
    }
  }

  @Test(arguments: [1, 3]) func generatingIsTheForwardPassOfTraining(threads: Int) throws {
    let checkpoint = try Self.checkpoint(steps: 10)
    let model = checkpoint.model
    let tokens = try checkpoint.tokenizer.encode("A fox keeps who the sea")
    let team = ThreadTeam(threads: 2)
    let packed = PackedWeights(model: model, forTraining: true)
    packed.pack(checkpoint.parameters, of: model, on: team)
    var trace = SequenceTrace(model: model, steps: tokens.count, batchSize: 1, threads: 2, forTraining: true)
    let hiddens = model.forward(
      tokens: tokens.map(Int32.init), state: RecurrentState(model: model, batchSize: 1),
      parameters: checkpoint.parameters, packed: packed, trace: &trace, on: team)
    let logits = Matrix(rows: tokens.count, columns: model.configuration.vocabularySize)
    model.logits(of: hiddens, into: logits, parameters: checkpoint.parameters, packed: packed, on: team)
    var generator = Generator(
      checkpoint: checkpoint, sampler: Sampler(policy: try SamplingPolicy(), rngSeed: 1), threads: threads)
    for (t, token) in tokens.enumerated() {
      generator.read(token)
      #expect(generator.nextLogits == logits.rows(t..<t + 1).values, "step \(t)")
    }
  }

  @Test func argmaxContinuesTheSentence() throws {
    let checkpoint = try Self.checkpoint(steps: 700)
    var generator = Generator(
      checkpoint: checkpoint, sampler: Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1), threads: 1)
    for token in try checkpoint.tokenizer.encode("A fox ") { generator.read(token) }
    let text = checkpoint.tokenizer.decode((0..<56).map { _ in generator.next() })
    #expect(text == "keeps the lamp while boats come home; who brings bread?\n")
  }
}
