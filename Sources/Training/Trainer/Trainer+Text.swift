import Checkpoints
import Network
import TextEncoding
import Workers

extension Trainer where Source == TextExamples {
  /// A training on a text at its first step. The plan's B and T have to fit the corpus (`BatchStream.fit`).
  public convenience init(
    model: SequenceModel, tokenizer: Tokenizer, corpus: TokenizedCorpus, plan: TrainingPlan, threads: Int,
    workers: any Communicator = Alone()
  ) {
    let source = TextExamples(
      tokenizer: tokenizer, corpus: corpus, plan: plan, window: model.configuration.window)
    self.init(model: model, source: source, plan: plan, threads: threads, workers: workers)
  }

  /// Continues a training on a text.
  public convenience init(
    resuming checkpoint: TextCheckpoint, corpus: TokenizedCorpus, threads: Int, workers: any Communicator = Alone()
  ) throws {
    let window = checkpoint.model.configuration.window
    try self.init(
      resuming: checkpoint,
      source: { record in
        let plan = record.plan
        let tokens = TextExamples.trainingTokens(of: record.data.count, validationFraction: plan.validationFraction)
        // The streams of a text have stretches of their own, and windows overlap.
        let needed =
          window == nil ? plan.batchSize.multiplied(by: plan.sequenceLength + 1) : plan.batchSize + plan.sequenceLength
        guard tokens >= needed, window ?? plan.sequenceLength == plan.sequenceLength else {
          throw TrainingError.damagedRecord(
            reason:
              "`plan.batchSize` \(plan.batchSize) and `plan.sequenceLength` \(plan.sequenceLength) do not suit \(tokens) tokens"
          )
        }
        guard corpus.count == record.data.count else {
          throw TrainingError.otherData(expectedCount: record.data.count, foundCount: corpus.count)
        }
        return TextExamples(
          tokenizer: checkpoint.tokenizer, corpus: corpus, plan: plan, window: window, position: record.position)
      }, threads: threads, workers: workers)
  }

  /// Tokens that are trained on; the rest is held out.
  public var trainingTokens: Int { source.trainingTokens }

  /// Steps after which more time is of no use, because the text would only be learnt by heart.
  public var mostSteps: Int {
    record.origin == nil
      ? Recipe.mostSteps(characters: record.data.count, stepsPerPass: stepsPerEpoch)
      : Adaptation.mostSteps(stepsPerPass: stepsPerEpoch)
  }

  /// About how many steps a training that goes on will have made in all.
  public var expectedSteps: Int { max(record.plan.totalSteps ?? 0, 2 * record.step) }
}
