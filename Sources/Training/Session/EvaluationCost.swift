/// How often, and on how much, a training is evaluated so that it costs little of its time.
///
/// Goals, in order: a small fraction of the training, whatever the model and the computer; a loss that tells two sets
/// of weights apart; a curve to look at. What evaluations cost is counted in examples and not in seconds, so that the
/// same training has the same evaluations on every machine: reading an example costs a third of learning from it.
public struct EvaluationCost: Equatable, Sendable {
  /// The fraction of a training's work that all its evaluations may take, and again the final measurement.
  public static let fraction = 0.015

  /// Examples that a training learns from in all.
  private let learnt: Double
  private let heldOut: Int
  private let steps: Int

  /// The cost of a training of `steps` steps.
  ///
  /// - examplesPerBatch: examples in a step.
  /// - heldOut: examples that are held out.
  public init(steps: Int, examplesPerBatch: Int, heldOut: Int) {
    (self.steps, self.heldOut) = (max(1, steps), heldOut)
    learnt = Double(max(1, steps)) * Double(examplesPerBatch)
  }

  /// Examples that may be read in `fraction` of the training's time.
  private var readable: Double { 3 * Self.fraction * learnt }

  /// Held-out examples for one of about twenty evaluations: at least 1,024, at most 65,536.
  public var length: Int {
    min(heldOut, max(1024, min(65_536, Self.length(reading: readable / 20))))
  }

  /// Steps between two evaluations that read `length` examples each: thirty evaluations at most, and none but the one
  /// at the end where even one would be too much.
  public func interval(length: Int) -> Int {
    let evaluations = max(1, min(30, readable / Self.reading(length: min(length, heldOut))))
    return max(1, Int((Double(steps) / evaluations).rounded(.up)))
  }

  /// Examples for the measurement at the end: of what is held out, and as many that were trained on. Where nothing is
  /// held out, of the latter alone.
  public var finalLength: Int {
    min(heldOut > 0 ? heldOut : 65_536, max(1024, Self.length(reading: readable)))
  }

  /// Examples that are read to evaluate `length` of them: each part has a warm-up (`PassLayout` in `Network`).
  private static func reading(length: Int) -> Double { Double(length + min(length, 4096)) }

  /// Examples that can be evaluated by reading so many: the inverse of the function above.
  private static func length(reading: Double) -> Int {
    Int(min(reading < 8192 ? reading / 2 : reading - 4096, 1e15))
  }
}
