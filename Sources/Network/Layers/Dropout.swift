import Kernels

/// Which masks a training draws: the same seed and draw give the same masks.
public struct DropoutDraw: Equatable, Sendable {
  /// The fraction of the layers' outputs that is dropped.
  public let rate: Float
  /// The fraction of the hidden states that is dropped on their way to the next step.
  public let recurrentRate: Float
  /// The seed of the training's random numbers.
  public let seed: UInt64
  /// The number of the draw, from 0: each part of a batch has a draw of its own, so that step s of a training whose
  /// batches have n parts draws s · n … s · n + n − 1.
  public let draw: UInt64

  /// The masks of a draw; nil when nothing is dropped.
  public init?(rate: Float, recurrentRate: Float = 0, seed: UInt64, draw: UInt64) {
    guard rate > 0 || recurrentRate > 0 else { return nil }
    (self.rate, self.recurrentRate, self.seed, self.draw) = (rate, recurrentRate, seed, draw)
  }

  /// The random purpose of a layer's output mask. Purposes below 2³² are left to the other uses of the seed.
  package func purpose(layer: Int) -> UInt64 { (draw + 1) << 32 | UInt64(layer) }

  /// The random purpose of the recurrent mask of a layer's direction.
  package func recurrentPurpose(layer: Int, isReversed: Bool) -> UInt64 {
    (draw + 1) << 32 | 1 << 16 | UInt64(2 * layer + (isReversed ? 1 : 0))
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

  /// The floats that `init` allocates.
  static func floatCount(rows: Double, streams: Double, width: Int) -> Double {
    2 * streams * Double(width) + rows * Double(Matrix.paddedStride(of: width))
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
