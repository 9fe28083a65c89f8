import Glibc
import Kernels

/// The model, and the way to train it, that suit a text and a budget of arithmetic: what a training does unless something
/// else is asked for.
///
/// Goals, in order: the lowest held-out loss when the budget ends, on texts of any kind; no choice that is wrong by much
/// where a budget or a text is far from those measured; few numbers. `Benchmarks/README.md` has the experiments.
public struct Recipe: Equatable, Sendable {
  /// H of each layer, from the input upwards.
  public var hiddenSizes: [Int]
  /// What the cells are made of.
  public var cell: CellVariant
  /// B
  public var batchSize: Int
  /// T
  public var sequenceLength: Int
  /// AdamW's highest rate.
  public var learningRate: Double
  /// Fraction of each layer's outputs dropped.
  public var dropout: Float

  /// The budget of a training whose length is given in steps or passes, so that its model does not depend on the
  /// computer: five minutes at 80 GFLOP/s, in 10¹² floating-point operations.
  public static let usualTeraFLOP = 24.0

  /// What suits a text.
  ///
  /// - characters: of the text, the part to be held out included.
  /// - teraFLOP: seconds × the computer's peak, in 10¹² floating-point operations.
  /// - window: the characters that each prediction reads anew; nil for a state that is carried on.
  /// - hiddenSizes: the sizes where they are asked for.
  public init(characters: Int, teraFLOP: Double, window: Int? = nil, hiddenSizes: [Int]? = nil) {
    // A window of n characters costs n times as much an example.
    let arithmetic = teraFLOP / Double(max(1, window ?? 1))
    let size = Self.hiddenSize(arithmetic)
    self.hiddenSizes = hiddenSizes ?? [size]
    cell = .coupled
    batchSize = window == nil ? 16 : 32
    sequenceLength = 64
    learningRate = 6e-3
    dropout = Self.dropout(characters: characters)
  }

  /// H of one layer, a multiple of 32: parameters grow with two thirds of the budget's power.
  private static func hiddenSize(_ teraFLOP: Double) -> Int {
    let size = 130 * cbrt(max(teraFLOP, 0.01))
    return min(1024, max(64, Int((size / 32).rounded()) * 32))
  }

  /// The shorter a text is, the more often it is read, and learnt by heart.
  private static func dropout(characters: Int) -> Float {
    let fraction = 0.5 - 0.3 * log10(max(Float(characters), 1) / 100_000)
    return (min(max(fraction, 0), 0.5) * 20).rounded() / 20
  }

  /// Steps over which the rate rises: fewer in a training of few steps.
  public static func warmUpSteps(steps: Int) -> Int { min(100, steps / 10) }

  /// Steps that a budget of arithmetic comes to: products take some seven tenths of the peak.
  ///
  /// - multiplyAdds: of an example, forward.
  /// - examples: in a step.
  public static func expectedSteps(teraFLOP: Double, multiplyAdds: Int, examples: Int) -> Int {
    let perStep = 6 * Double(max(1, multiplyAdds)) * Double(max(1, examples))
    return max(1, Int(min(0.7 * teraFLOP * 1e12 / perStep, 1e12)))
  }
}
