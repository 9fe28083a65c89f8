import Checkpoints
import Foundation
import Kernels
import Network
import Sampling
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct DynamicEvaluationTests {
  /// What reads n-grams of up to three characters.
  private static let ofNGrams = Result {
    try withCorpus(GeneratorTests.text) { tokenizer, corpus, _ in
      let configuration = ModelConfiguration(
        input: .tokens(
          vocabularySize: tokenizer.vocabulary.count, encoding: .ngrams(size: 6, longest: 3, rows: 64)),
        layers: [LayerConfiguration(hiddenSize: 24)], output: .softmax(classes: tokenizer.vocabulary.count),
        dropout: 0.2)
      let trainer = Trainer(
        model: try SequenceModel(configuration), tokenizer: tokenizer, corpus: corpus,
        plan: TrainingPlan(batchSize: 4, sequenceLength: 16, rngSeed: 3, totalSteps: 40), threads: 1)
      for _ in 0..<40 { _ = try trainer.step() }
      return try trainer.checkpoint()
    }
  }

  private static let style = String(repeating: "lamps; lamps? A fox lamps\n", count: 60)

  private static func model(_ kind: String) throws -> TextCheckpoint {
    switch kind {
    case "windows": try GeneratorTests.ofWindows.get()
    case "n-grams": try ofNGrams.get()
    default: try GeneratorTests.brief.get()
    }
  }

  @Test(arguments: ["streams", "windows", "n-grams"]) func aModelGetsUsedToAStyle(kind: String) throws {
    let checkpoint = try Self.model(kind)
    let before = checkpoint.parameters.row.values
    let tokens = try checkpoint.tokenizer.encode(Self.style)
    var progress: [Int] = []
    let adapted = DynamicEvaluation(checkpoint: checkpoint, threads: 1).score(TokenList(tokens)) { progress.append($0) }
    let fixed = Scorer(checkpoint: checkpoint, threads: 1).score(tokens, exact: true)
    #expect(adapted.characters == tokens.count)
    #expect(adapted.sumNats < 0.95 * fixed.sumNats)
    #expect(progress == Array(stride(from: 32, through: tokens.count, by: 32)))
    #expect(checkpoint.parameters.row.values == before)
    let threads = DynamicEvaluation(checkpoint: checkpoint, threads: 3).score(TokenList(tokens))
    #expect(threads == adapted)
  }

  /// Nothing has been learnt from before the first 32 characters are predicted.
  @Test(arguments: ["streams", "windows", "n-grams"], [0, 1, 31, 32]) func theBeginningIsPredictedAsItIs(
    kind: String, count: Int
  ) throws {
    let checkpoint = try Self.model(kind)
    let tokens = Array(try checkpoint.tokenizer.encode(Self.style).prefix(count))
    let adapted = DynamicEvaluation(checkpoint: checkpoint, threads: 1).score(TokenList(tokens))
    let fixed = Scorer(checkpoint: checkpoint, threads: 1).score(tokens, exact: true)
    #expect(adapted.characters == count)
    // A mean in Float times 32.
    #expect(abs(adapted.sumNats - fixed.sumNats) <= 1e-5 * fixed.sumNats)
  }

  /// The 33rd character on is predicted by weights that moved down the gradient of the first 32, in double precision.
  @Test(arguments: ["streams", "n-grams"]) func whatFollowsIsPredictedByWeightsThatHaveMoved(kind: String) throws {
    let checkpoint = try Self.model(kind)
    let tokens = Array(try checkpoint.tokenizer.encode(Self.style).prefix(50))
    let inputs = [checkpoint.tokenizer.prelude] + tokens.dropLast()
    let trainee = TrainableModel(checkpoint.model.withoutDropout, checkpoint.parameters.copy(), threads: 1)
    let pass = TrainingPass(trainee, steps: 32, streams: 1)
    let first = pass.addGradients(
      .tokens(Array(inputs.prefix(32))), targets: .tokens(Array(tokens.prefix(32))), dropout: nil)
    for index in 0..<trainee.model.layout.count {
      let gradient = Double(trainee.gradients.row[0, index])
      // The mean of one square, corrected for its beginning at zero, is the square.
      let move = 7e-4 * gradient / (abs(gradient) + 1e-6)
      trainee.parameters.row[0, index] = Float(Double(trainee.parameters.row[0, index]) - (1 - 0.002) * move)
    }
    trainee.weightsChanged()
    let rest = Pass(trainee.loaded, steps: 18, streams: 1)
    rest.state = pass.state
    let losses = rest.losses(.tokens(Array(inputs.dropFirst(32))), targets: .tokens(Array(tokens.dropFirst(32))))
    let expected = 32 * first + losses.values.reduce(0) { $0 + Double($1) }
    let adapted = DynamicEvaluation(checkpoint: checkpoint, threads: 1).score(TokenList(tokens))
    let fixed = Scorer(checkpoint: checkpoint, threads: 1).score(tokens, exact: true)
    #expect(abs(adapted.sumNats - expected) < 1e-4)
    #expect(abs(adapted.sumNats - fixed.sumNats) > 1e-2)
  }
}
