/// The way to teach a text to a model that has learnt from other texts: what `Recipe` is for a training that begins with
/// random weights.
///
/// Tried on texts of 60 KB and of 5 KB with a model of 5.9 million weights and one seed: `Benchmarks/README.md`. Rates from 6e-4
/// to 1.6e-3 differ by 0.015 nats there, and 3e-3 unlearns a model.
enum Adaptation {
  /// B
  static let batchSize = 16
  /// T
  static let sequenceLength = 64
  /// AdamW's highest rate.
  static let learningRate = 6e-4
  /// The fraction of a weight lost per step and unit of rate.
  static let weightDecay = 0.02
  /// Fraction of each layer's outputs dropped.
  static let dropout: Float = 0.2

  /// Steps that a time budget makes at most: what is read more often is learnt by heart.
  static func mostSteps(stepsPerPass: Int) -> Int { max(50, 12 * stepsPerPass) }
}
