import Kernels

/// What a network predicts of the next value.
public enum PredictedQuantity: String, CaseIterable, Codable, Sendable {
  /// The value itself.
  case level
  /// Its difference from the last value, given the differences of the window's values from that one: what suits a
  /// series that leaves the range in which it was learnt, such as one with a trend.
  case change

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
