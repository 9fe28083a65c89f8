/// Which masks a training step draws: the same seed and step give the same masks.
public struct DropoutDraw: Equatable, Sendable {
  /// The share of the layers' outputs that is dropped.
  public let rate: Float
  /// The share of the hidden states that is dropped on their way to the next step.
  public let recurrentRate: Float
  /// `--rng-seed`.
  public let seed: UInt64
  /// The number of the step.
  public let step: UInt64

  /// The masks of a step; nil when nothing is dropped.
  public init?(rate: Float, recurrentRate: Float = 0, seed: UInt64, step: UInt64) {
    guard rate > 0 || recurrentRate > 0 else { return nil }
    (self.rate, self.recurrentRate, self.seed, self.step) = (rate, recurrentRate, seed, step)
  }

  /// The stream of a layer's output mask. Streams below 2³² are left to the other uses of the seed.
  package func stream(layer: Int) -> UInt64 { (step + 1) << 32 | UInt64(layer) }

  /// The stream of the recurrent mask of a layer's direction.
  package func recurrentStream(layer: Int, isReversed: Bool) -> UInt64 {
    (step + 1) << 32 | 1 << 16 | UInt64(2 * layer + (isReversed ? 1 : 0))
  }
}
