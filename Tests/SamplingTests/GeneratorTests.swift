import Checkpoints
import Foundation
import Kernels
import Network
import Sampling
import TestSupport
import Testing
import TextEncoding
import Training

@Suite struct GeneratorTests {
  static let text = String(repeating: "A fox keeps the lamp while boats come home; who brings bread?\n", count: 40)

  // Each is trained once, for all tests of this module.

  /// What knows the letters and some words.
  static let brief = Result { try checkpoint(steps: 60) }
  /// What knows the text by heart.
  static let thorough = Result { try checkpoint(steps: 700) }
  /// What reads windows of six characters, in both directions.
  static let ofWindows = Result { try checkpoint(steps: 60, window: 6) }
  /// What reads windows that are longer than the texts it is given here.
  static let ofLongWindows = Result { try checkpoint(steps: 60, window: 70) }
  /// What met a character that occurs once as every second one.
  static let ofRareCharacters = Result {
    try checkpoint(
      steps: 60, text: (0..<400).map { "\($0 * $0 % 5)\(Unicode.Scalar(0x4E00 + $0)!)" }.joined(), minimumCount: 2)
  }

  /// A checkpoint of a small model after `steps` steps on a text.
  ///
  /// - window: for a network that reads windows of so many characters, in both directions.
  private static func checkpoint(
    steps: Int, text: String = text, minimumCount: Int = 1, window: Int? = nil
  ) throws -> TextCheckpoint {
    try withCorpus(text, minimumCount: minimumCount) { tokenizer, corpus, _ in
      var configuration = ModelConfiguration(
        vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 9), hiddenSizes: [40, 33])
      if let window {
        configuration.readout = .lastStep(window: window)
        configuration.layers[1].isBidirectional = true
      }
      let model = try SequenceModel(configuration)
      let trainer = Trainer(
        model: model, tokenizer: tokenizer, corpus: corpus,
        plan: TrainingPlan(
          batchSize: 4, sequenceLength: window ?? 32, schedule: LearningRateSchedule(decay: .constant, warmUpSteps: 5),
          rngSeed: 3, totalSteps: steps), threads: 1)
      for _ in 0..<steps { _ = try trainer.step() }
      return try trainer.checkpoint()
    }
  }

  @Test(arguments: [1, 3], [1, 7]) func generatingIsTheForwardPassOfTraining(threads: Int, streams: Int) throws {
    let checkpoint = try Self.brief.get()
    let model = checkpoint.model
    let tokens = try checkpoint.tokenizer.encode("A fox keeps who the sea")
    let pass = Pass(TrainableModel(model, checkpoint.parameters, threads: 2).loaded, steps: tokens.count, streams: 1)
    let logits = Matrix(rows: tokens.count, columns: model.configuration.vocabularySize)
    pass.outputs(of: pass.forward(.tokens(tokens)), into: logits)
    let generator = Generator(checkpoint: checkpoint, streams: streams, threads: threads)
    for (t, token) in tokens.enumerated() {
      generator.read((0..<streams).map { $0 == streams - 1 ? token : tokens[($0 + 3 * t) % tokens.count] })
      #expect(generator.nextLogits(stream: streams - 1) == logits.rows(t..<t + 1).values, "step \(t)")
    }
  }

  @Test func argmaxWritesTheRecordedText() throws {
    let recorded = """
      keeps the lamp while boats come home; who brings bread?
      A fox keeps the lamp while boats come home; who brings bread?
      """
    let checkpoint = try Self.thorough.get()
    var sampler = Sampler(policy: try SamplingPolicy(temperature: 0), rngSeed: 1)
    let generator = Generator(checkpoint: checkpoint, threads: 1)
    for token in try checkpoint.tokenizer.encode("A fox ") { generator.read([token]) }
    var (tokens, margin): ([TokenID], Float) = ([], .infinity)
    for _ in recorded {
      let logits = generator.nextLogits()
      let token = TokenID(sampler.choose(logits))
      margin = min(
        margin, logits[Int(token)] - (logits.enumerated().filter { $0.offset != token }.map(\.element).max() ?? 0))
      tokens.append(token)
      generator.read([token])
    }
    #expect(checkpoint.tokenizer.decode(tokens) == recorded)
    // Roundings move a logit by about 1e-5, and in 700 steps of training by more: no choice may hang on that.
    #expect(margin > 0.1)
  }

  @Test func theUnknownTokenIsNeverWritten() throws {
    let checkpoint = try Self.ofRareCharacters.get()
    let unknown = try #require(checkpoint.tokenizer.vocabulary.unknownID)
    func unknowns(temperature: Double, excluded: Int?) throws -> Int {
      var sampler = Sampler(policy: try SamplingPolicy(temperature: temperature), rngSeed: 4, excluded: excluded)
      let generator = Generator(checkpoint: checkpoint, threads: 1)
      generator.read([checkpoint.tokenizer.prelude])
      return (0..<400).count { _ in
        let token = TokenID(sampler.choose(generator.nextLogits()))
        generator.read([token])
        return token == unknown
      }
    }
    for temperature in [0, 1, 5.0] {
      #expect(try unknowns(temperature: temperature, excluded: Int(unknown)) == 0, "temperature \(temperature)")
    }
    // The model itself would write it every second time.
    #expect(try unknowns(temperature: 1, excluded: nil) > 150)
  }

  @Test(arguments: [1, 3], [1, 5]) func aWindowIsReadAnewForEveryCharacter(threads: Int, streams: Int) throws {
    let window = 6
    let checkpoint = try Self.ofWindows.get()
    let (model, prelude) = (checkpoint.model, checkpoint.tokenizer.prelude)
    let tokens = try checkpoint.tokenizer.encode("A fox keeps the sea")
    let pass = Pass(checkpoint.loaded(threads: 2), steps: window, streams: 1)
    let logits = Matrix(rows: 1, columns: model.configuration.vocabularySize)
    let generator = Generator(checkpoint: checkpoint, streams: streams, threads: threads)
    let padded = [TokenID](repeating: prelude, count: window) + tokens
    for (t, token) in tokens.enumerated() {
      generator.read((0..<streams).map { $0 == streams - 1 ? token : tokens[($0 + 3 * t) % tokens.count] })
      pass.state.reset()
      pass.outputs(of: pass.forward(.tokens(Array(padded[t + 1..<t + 1 + window]))), into: logits)
      #expect(generator.nextLogits(stream: streams - 1) == logits.values, "step \(t)")
    }
    generator.reset(stream: streams - 1)
    generator.read([TokenID](repeating: tokens[0], count: streams))
    let fresh = Generator(checkpoint: checkpoint, threads: 1)
    fresh.read([tokens[0]])
    #expect(generator.nextLogits(stream: streams - 1) == fresh.nextLogits())
  }
}
