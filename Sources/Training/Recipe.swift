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
  /// Fraction of the hidden state dropped on its way to the next step.
  public var recurrentDropout: Float

  /// The budget of a training whose length is given in steps or passes, so that its model does not depend on the
  /// computer: five minutes at 80 GFLOP/s, in 10¹² floating-point operations.
  public static let usualTeraFLOP = 24.0

  /// The peak's part that products of a training reach, about.
  private static let efficiency = 0.7

  /// What suits a text.
  ///
  /// - characters: of the text, the part to be held out included.
  /// - vocabularySize: V
  /// - teraFLOP: seconds × the computer's peak, in 10¹² floating-point operations.
  /// - window: the characters that each prediction reads anew; nil for a state that is carried on.
  /// - hiddenSizes: the sizes where they are asked for.
  public init(
    characters: Int, vocabularySize: Int, teraFLOP: Double, window: Int? = nil, hiddenSizes: [Int]? = nil
  ) {
    // A window of n characters costs n times as much an example.
    let arithmetic = teraFLOP / Double(max(1, window ?? 1))
    self.hiddenSizes = hiddenSizes ?? [Self.hiddenSize(arithmetic)]
    cell = .coupled
    batchSize = window == nil ? 16 : 32
    sequenceLength = arithmetic < 8 ? 32 : 64
    learningRate = 6e-3
    let passes = Self.passes(
      over: characters, vocabularySize: vocabularySize, teraFLOP: arithmetic, hiddenSizes: self.hiddenSizes)
    (dropout, recurrentDropout) = Self.dropout(passes: passes)
  }

  /// H of one layer, a multiple of 32: its products grow with two thirds of the budget's power, the passes with a third.
  private static func hiddenSize(_ teraFLOP: Double) -> Int {
    let size = 130 * cbrt(max(teraFLOP, 0.01))
    return min(1024, max(64, Int((size / 32).rounded()) * 32))
  }

  /// How often the budget reads the text.
  private static func passes(
    over characters: Int, vocabularySize: Int, teraFLOP: Double, hiddenSizes: [Int]
  ) -> Double {
    var (products, below) = (0.0, 0)
    for size in hiddenSizes {
      products += 3 * Double(size) * Double(size + below)
      below = size
    }
    products += Double(below) * Double(vocabularySize)
    return efficiency * teraFLOP * 1e12 / (6 * products * Double(max(1, characters)))
  }

  /// The more often a text is read, the more of it is learnt by heart: from two passes on outputs are dropped, from six
  /// on hidden states too. In twentieths.
  private static func dropout(passes: Double) -> (outputs: Float, hiddens: Float) {
    func fraction(_ slope: Double, from first: Double) -> Float {
      Float((min(max(slope * log2(max(passes, 1e-9) / first), 0), 0.5) * 20).rounded() / 20)
    }
    return (fraction(0.125, from: 2), fraction(0.15, from: 6))
  }

  /// Steps over which the rate rises: fewer in a training of few steps.
  public static func warmUpSteps(steps: Int) -> Int { min(100, steps / 10) }

  /// Steps that a budget of arithmetic comes to: see `efficiency`.
  ///
  /// - multiplyAdds: of an example, forward.
  /// - examples: in a step.
  public static func expectedSteps(teraFLOP: Double, multiplyAdds: Int, examples: Int) -> Int {
    let perStep = 6 * Double(max(1, multiplyAdds)) * Double(max(1, examples))
    return max(1, Int(min(efficiency * teraFLOP * 1e12 / perStep, 1e12)))
  }
}
