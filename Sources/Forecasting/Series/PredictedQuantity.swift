import Kernels

/// What a network predicts of the next value.
public enum PredictedQuantity: String, CaseIterable, Codable, Sendable {
  /// The value itself.
  case level
  /// Its difference from the last value, given the differences of the window's values from that one: what suits a
  /// series that leaves the range in which it was learnt, such as one with a trend.
  case change

  /// What suits a series: `change` where the values go on from one another rather than return to a mean, so that a
  /// difference from row to row is below a third of the standard deviation (an autocorrelation above 0.94).
  public static func suited(to training: some Collection<Double>) -> PredictedQuantity {
    let count = Double(max(training.count, 1))
    let mean = training.reduce(0, +) / count
    let variance = training.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let differences = zip(training, training.dropFirst()).map { $1 - $0 }
    let meanSquare = differences.reduce(0) { $0 + $1 * $1 } / Double(max(differences.count, 1))
    return 9 * meanSquare < variance ? .change : .level
  }

  /// Writes a window of T steps and D features as column `b` of a batch of B, `[T·B, D]`: row t · B + b is its step t.
  ///
  /// - value: the scaled value of a step and a feature, the target's first.
  ///
  /// Returns what has to be added to the network's output, and what is taken from its target. No allocation.
  func encode(
    steps: Int, to b: Int, of inputs: Matrix, batchSize: Int, _ value: (_ step: Int, _ feature: Int) -> Float
  ) -> Float {
    let origin = self == .change ? value(steps - 1, 0) : 0
    for t in 0..<steps {
      for feature in 0..<inputs.columns {
        inputs[t * batchSize + b, feature] = value(t, feature) - (feature == 0 ? origin : 0)
      }
    }
    return origin
  }

  /// Writes a row of D features, read while the state is carried on, into row `place` of `[N, D]`.
  ///
  /// - previous: the scaled value of the target in the row before; of a first row its own.
  /// - value: the scaled value of a feature, the target's first.
  ///
  /// Returns what has to be added to the network's output, and what is taken from its target. No allocation.
  func encode(previous: Float, to place: Int, of inputs: Matrix, _ value: (_ feature: Int) -> Float) -> Float {
    for feature in 0..<inputs.columns { inputs[place, feature] = value(feature) }
    guard self == .change else { return 0 }
    inputs[place, 0] -= previous
    return value(0)
  }
}
