import Glibc
import Kernels

/// The model, and the way to train it, that suit a text and a budget of arithmetic: what a training does unless something
/// else is asked for.
///
/// Goals, in order: the lowest held-out loss when the budget ends, on texts of any kind; no choice that is wrong by much
/// where a budget or a text is far from those measured; few numbers. `Benchmarks/README.md` has the experiments.
public struct Recipe: Equatable, Sendable {
  /// H of its one layer.
  public let hiddenSize: Int
  /// What the cells are made of.
  public let cell: CellVariant
  /// The characters of the longest n-grams that have vectors in the input; 1 for none.
  public let longestNGram: Int
  /// The vectors that n-grams share.
  public let nGramRows: Int
  /// B
  public let batchSize: Int
  /// T
  public let sequenceLength: Int
  /// AdamW's highest rate.
  public let learningRate: Double
  /// The fraction of a weight lost per step and unit of rate.
  public private(set) var weightDecay = 0.01
  /// Fraction of each layer's outputs dropped.
  public private(set) var dropout: Float = 0
  /// Fraction of the hidden state dropped on its way to the next step.
  public private(set) var recurrentDropout: Float = 0
  /// The part of the multiply-adds that the cells have; the rest is the output's, most of them where an alphabet has
  /// thousands of characters.
  private let cellShare: Double

  /// The budget of a training whose length is given in steps or passes, so that its model does not depend on the
  /// computer: five minutes at 80 GFLOP/s, in 10¹² floating-point operations.
  public static let usualTeraFLOP = 24.0

  /// Passes over a text of so many characters that a time budget makes at most: what is read more often is learnt by
  /// heart, whatever is dropped. Forty of 5 KB, eighty of 60 KB, two hundred of a megabyte.
  private static func mostPasses(characters: Int) -> Double { 3.2 * pow(Double(max(1, characters)), 0.3) }

  /// Steps that a time budget makes at most.
  public static func mostSteps(characters: Int, stepsPerPass: Int) -> Int {
    max(300, Int(mostPasses(characters: characters) * Double(stepsPerPass)))
  }

  /// The characters of the longest n-grams where there are any.
  static let usualNGram = 5

  /// B of streams, where the steps are not few.
  private static let usualBatch = 16

  /// AdamW's β₁: small batches are many, so that fewer of them need to be averaged.
  public static let gradientMemory = 0.7

  /// The peak's part that products of a training reach, about.
  private static let efficiency = 0.7

  /// What suits a text.
  ///
  /// - characters: of the text, the part to be held out included.
  /// - vocabularySize: its different characters.
  /// - teraFLOP: seconds × the computer's peak, in 10¹² floating-point operations.
  /// - window: the characters that each prediction reads anew; nil for a state that is carried on.
  public init(characters: Int, vocabularySize: Int, teraFLOP: Double, window: Int? = nil) {
    // A window of n characters costs n times as much an example.
    let arithmetic = max(teraFLOP, 1e-6) / Double(max(1, window ?? 1))
    hiddenSize = Self.hiddenSize(teraFLOP: arithmetic, characters: characters)
    cell = .coupled
    let (cells, output) = (3 * hiddenSize * hiddenSize, hiddenSize * vocabularySize)
    cellShare = Double(cells) / Double(cells + output)
    let exposure = Self.exposure(teraFLOP: cellShare * arithmetic, characters: characters)
    // What precedes a character is looked up where a text is read a few times. Read more often, vectors of n-grams learn
    // it by heart; given more time, the cells learn spelling by themselves.
    longestNGram = exposure < 0 ? Self.usualNGram : 1
    nGramRows = min(65_536, max(1024, Int(exp2(log2(Double(max(1, characters))).rounded(.up)))))
    // What repeats after a line of print is found only by gradients that reach back so far; a short training needs the
    // updates more.
    sequenceLength = arithmetic < 16 ? 64 : 128
    // Few steps should be large. Of very few there should be more, where the output is most of the work and has rows enough
    // for all threads in smaller batches as well; those of small alphabets would lose as much in speed.
    let steps = Self.expectedSteps(
      teraFLOP: arithmetic, multiplyAdds: cells + output, examples: Self.usualBatch * sequenceLength)
    let isShort = window == nil && steps < 2500
    let isCut = steps < 1000 && cellShare < 0.5
    batchSize = window == nil ? isCut ? Self.usualBatch / 2 : Self.usualBatch : 32
    learningRate = isShort ? 1e-2 : arithmetic < 16 ? 6e-3 : 8e-3
    setRegularization(characters: characters, teraFLOP: arithmetic)
  }

  /// Sets weight decay and dropout to what suits a training whose arithmetic is another one than the model was chosen
  /// for: one of a given number of steps.
  public mutating func setRegularization(characters: Int, teraFLOP: Double) {
    let exposure = Self.exposure(teraFLOP: cellShare * teraFLOP, characters: characters)
    weightDecay = Self.hundredths(0.025 + 0.015 * exposure, in: 0.01...0.05, step: 1)
    // Less than a tenth costs time and does nothing.
    let outputs = Self.hundredths(0.1 + 0.045 * exposure, in: 0...0.5, step: 5)
    dropout = outputs < 0.1 ? 0 : Float(outputs)
    recurrentDropout = Float(Self.hundredths(0.05 * (exposure - 1.5), in: 0...0.5, step: 5))
  }

  /// H of one layer, a multiple of 32. Both its products and the passes over the text grow with the square root of the
  /// budget; a short text is not learnt better by more cells.
  private static func hiddenSize(teraFLOP: Double, characters: Int) -> Int {
    let size = min(160 * pow(teraFLOP, 0.25), 10 * pow(Double(max(1, characters)), 0.35))
    return min(1024, max(64, Int((size / 32).rounded()) * 32))
  }

  /// How much a text is learnt by heart unless that is made harder: log₂ of passes × parameters a character. Passes and
  /// parameters share the budget, so that this is its multiply-adds by the characters' square. The output's weights are not
  /// among them: each learns of its own character alone.
  private static func exposure(teraFLOP: Double, characters: Int) -> Double {
    let count = Double(max(1, characters))
    return log2(efficiency * max(teraFLOP, 1e-12) * 1e12 / 6 / (count * count))
  }

  /// The multiple of so many hundredths next to a value, inside a range.
  private static func hundredths(_ value: Double, in range: ClosedRange<Double>, step: Double) -> Double {
    let inside = min(max(value, range.lowerBound), range.upperBound)
    return (inside * 100 / step).rounded() * step / 100
  }

  /// Steps over which the rate rises: fewer in a training of few steps.
  public static func warmUpSteps(steps: Int) -> Int { min(100, steps / 10) }

  /// Steps that a budget of arithmetic comes to: see `efficiency`.
  ///
  /// - multiplyAdds: of an example, forward.
  /// - examples: in a step.
  public static func expectedSteps(teraFLOP: Double, multiplyAdds: Int, examples: Int) -> Int {
    max(1, Int(min(teraFLOP / self.teraFLOP(steps: 1, multiplyAdds: multiplyAdds, examples: examples), 1e12)))
  }

  /// The budget of arithmetic that a number of steps is: the inverse of `expectedSteps`.
  public static func teraFLOP(steps: Int, multiplyAdds: Int, examples: Int) -> Double {
    6e-12 * Double(steps) * Double(max(1, multiplyAdds)) * Double(max(1, examples)) / efficiency
  }
}
