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

  /// Multiply-adds of one character forward that nobody can do without; backward takes twice as many. What the first
  /// layer reads is not among them: it is looked up in a table.
  func multiplyAdds(vocabularySize: Int) -> Int {
    (0..<layers).reduce(0) { $0 + 4 * hidden * (($1 == 0 ? 0 : hidden) + hidden) } + hidden * vocabularySize
  }

  /// Characters a second of full steps, the median of `steps` after three that do not count.
  func charactersPerSecond(_ tokenizer: Tokenizer, _ corpus: TokenizedCorpus, steps: Int) throws -> Double {
    let model = try SequenceModel(
      ModelConfiguration(
        vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 64),
        hiddenSizes: [Int](repeating: hidden, count: layers)))
    let plan = TrainingPlan(
      batchSize: batch, microBatchSize: microBatch, sequenceLength: sequence, validationShare: 0, rngSeed: 1,
      totalSteps: steps + 3)
    var trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
    var times: [Double] = []
    for step in 0..<steps + 3 {
      let start = now()
      _ = try trainer.step()
      if step >= 3 { times.append(now() - start) }
    }
    return Double(batch * sequence) / times.sorted()[times.count / 2]
  }
}
