import Kernels
import Network
import TextEncoding
import Training

/// A training whose steps are timed: the model's shape, the batch and the threads.
struct TrainingShape {
  var hidden = 256
  var layers = 2
  var batch = 64
  var sequence = 64
  var threads = 2
  /// Streams at once; nil for the whole batch.
  var microBatch: Int?

  /// What the cells are.
  var cell = CellKind.gated(CellVariant())

  /// Characters a second of full steps, the median of `steps` after three that do not count, and the arithmetic that
  /// nobody can do without, in 10⁹ floating-point operations a second.
  func speed(
    _ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, steps: Int
  ) throws -> (charactersPerSecond: Double, gflops: Double) {
    let model = try SequenceModel(
      ModelConfiguration(
        input: .tokens(vocabularySize: tokenizer.vocabulary.count, encoding: .embedding(size: 64)),
        layers: (0..<layers).map { _ in .init(hiddenSize: hidden, cell: cell) },
        output: .softmax(classes: tokenizer.vocabulary.count)))
    var plan = TrainingPlan(
      batchSize: batch, microBatchSize: microBatch, sequenceLength: sequence, rngSeed: 1, totalSteps: steps + 3)
    plan.validationFraction = 0
    let trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
    var times: [Double] = []
    for step in 0..<steps + 3 {
      let start = now()
      _ = try trainer.step()
      if step >= 3 { times.append(now() - start) }
    }
    let speed = Double(batch * sequence) / times.sorted()[times.count / 2]
    return (speed, 6e-9 * Double(model.multiplyAddsPerExample) * speed)
  }
}
