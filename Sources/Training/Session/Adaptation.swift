/// The way to teach a text to a model that has learnt from other texts: what `Recipe` is for a training that begins with
/// random weights.
///
/// Goals, in order: the lowest held-out loss of a text of five to hundreds of kilobytes; no harm where the text is unlike
/// what the model knows. `Benchmarks/README.md` has the experiments.
public struct Adaptation: Equatable, Sendable {
  /// B
  public let batchSize = 16
  /// T
  public let sequenceLength = 64
  /// AdamW's highest rate.
  public let learningRate = 6e-4
  /// The fraction of a weight lost per step and unit of rate.
  public let weightDecay = 0.02
  /// Fraction of each layer's outputs dropped.
  public let dropout: Float = 0.2

  /// What suits a text of so many characters.
  public init(characters: Int) {}

  /// Steps that a time budget makes at most: what is read more often is learnt by heart.
  public static func mostSteps(stepsPerPass: Int) -> Int { max(50, 12 * stepsPerPass) }
}
