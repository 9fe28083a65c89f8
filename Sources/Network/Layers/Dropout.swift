import Kernels

/// Which masks a training step draws: the same seed and step give the same masks.
public struct DropoutDraw: Equatable, Sendable {
  /// The fraction of the layers' outputs that is dropped.
  public let rate: Float
  /// The fraction of the hidden states that is dropped on their way to the next step.
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

/// The hidden states of a direction that are dropped on their way to the next step, the same cells at every step of a
/// chunk (Gal and Ghahramani 2016).
///
/// Memory: `4 · (T+3)·B·P` bytes.
final class RecurrentDropout: Sendable {
  /// `[B, P]`: 0 or 1/(1 − rate).
  let mask: Matrix
  /// `[(T+1)·B, P]`: h ∘ mask.
  let droppedHiddens: Matrix
  /// `[B, P]`: what reaches these in a step.
  private let droppedGradient: Matrix

  init(rows: Int, streams: Int, width: Int) {
    mask = Matrix(rows: streams, columns: width)
    droppedHiddens = Matrix(rows: rows, paddedColumns: width)
    droppedGradient = Matrix(rows: streams, columns: width)
  }

  /// What is left of the hidden states before a step.
  func drop(_ hiddens: Matrix, _ rows: StepRows) -> Matrix {
    let dropped = droppedHiddens.rows(rows.previous)
    assignElementwiseProduct(hiddens.rows(rows.previous), mask.rows(rows.streams), into: dropped)
    return dropped
  }

  /// Adds what reaches the hidden states before a step, given the gradients of its sums.
  func carry(_ sums: Matrix, _ streams: Range<Int>, _ weights: PackedMatrix, into hiddenGradient: Matrix) {
    let dropped = droppedGradient.rows(streams)
    dropped.fill(0)
    addProduct(sums, weights, into: dropped)
    addElementwiseProduct(of: dropped, mask.rows(streams), into: hiddenGradient)
  }
}
