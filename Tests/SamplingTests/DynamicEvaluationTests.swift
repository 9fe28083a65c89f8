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

  /// Each chunk is predicted by weights that have moved down the gradients of those before it, in double precision; a second
  /// text by weights that have learnt from the first.
  @Test(arguments: ["streams", "n-grams"]) func whatFollowsIsPredictedByWeightsThatHaveMoved(kind: String) throws {
    let checkpoint = try Self.model(kind)
    let style = try checkpoint.tokenizer.encode(Self.style)
    let evaluation = DynamicEvaluation(checkpoint: checkpoint, threads: 1)
    let trainee = TrainableModel(checkpoint.model.withoutDropout, checkpoint.parameters.copy(), threads: 1)
    var (squares, moves) = ([Double](repeating: 0, count: trainee.model.layout.count), 0)
    for tokens in [Array(style.prefix(50)), Array(style.dropFirst(7).prefix(75))] {
      let inputs = [checkpoint.tokenizer.prelude] + tokens.dropLast()
      let pass = TrainingPass(trainee, steps: 32, streams: 1)
      let whole = tokens.count / 32 * 32
      var expected = 0.0
      for start in stride(from: 0, to: whole, by: 32) {
        pass.clearGradients()
        expected +=
          32
          * pass.addGradients(
            .tokens(Array(inputs[start..<start + 32])), targets: .tokens(Array(tokens[start..<start + 32])),
            dropout: nil)
        moves += 1
        for range in pass.gradientParts.always + pass.gradientParts.rows {
          for index in range {
            let gradient = Double(trainee.gradients.row[0, index])
            squares[index] = 0.999 * squares[index] + 0.001 * gradient * gradient
            let mean = squares[index] / (1 - pow(0.999, Double(moves)))
            var weight = Double(trainee.parameters.row[0, index]) - 7e-4 * gradient / (mean.squareRoot() + 1e-6)
            weight += 0.002 * (Double(checkpoint.parameters.row[0, index]) - weight)
            trainee.parameters.row[0, index] = Float(weight)
          }
        }
        trainee.weightsChanged()
      }
      let rest = Pass(trainee.loaded, steps: tokens.count - whole, streams: 1)
      rest.state = pass.state
      let losses = rest.losses(
        .tokens(Array(inputs.dropFirst(whole))), targets: .tokens(Array(tokens.dropFirst(whole))))
      expected += losses.values.reduce(0) { $0 + Double($1) }
      let adapted = evaluation.score(TokenList(tokens))
      let fixed = Scorer(checkpoint: checkpoint, threads: 1).score(tokens, exact: true)
      #expect(abs(adapted.sumNats - expected) < 1e-3)
      #expect(abs(adapted.sumNats - fixed.sumNats) > 1e-2)
    }
  }
}
