import TextEncoding
import Training

/// What a trained model writes, and what of it was copied, for the end of a training.
struct ClosingSample {
  /// The first of the samples.
  let text: String
  /// What all samples have copied.
  let copies: CopyFinding
  /// Whether the model has learnt from whole windows alone, of which there is none at the beginning.
  private let hasWindows: Bool
  /// What was searched: the corpus, or a part of it.
  private let searched: String

  /// Writes with the weights that a training keeps. The seed is the training's own, so that the same training ends with the
  /// same sample.
  init(of trainer: TextTrainer, threads: Int) throws {
    let (plan, tokenizer) = (trainer.record.plan, trainer.source.subject)
    let samples = try JudgedSamples(of: trainer.checkpoint(), rngSeed: plan.rngSeed, threads: threads)
    text = samples.texts[0]
    hasWindows = trainer.model.configuration.window != nil
    copies = CopyFinding(trainer.copiedPassages(of: samples.tokens), of: samples.tokens, tokenizer: tokenizer)
    let isWhole = trainer.comparedLength == trainer.trainingTokens
    searched = isWhole ? "the corpus" : "the last \(trainer.comparedLength) characters of the corpus"
  }

  /// The sample's first lines and a sentence about copies.
  var lines: [String] {
    [
      "the model writes at temperature \(Sample.usualTemperature)"
        + (hasWindows ? ", from nothing, though it has learnt from whole windows alone:" : ":")
    ] + SampleText.lines(of: text)
      + ["of \(copies.characters) characters, \(copies.sentence(corpus: searched))"]
  }
}
