/// What ends a training: totals, also when it is resumed.
public enum Budget: Equatable, Sendable {
  /// Updates.
  case steps(Int)
  /// Passes over the data.
  case epochs(Int)
  /// Time, with evaluations and saving.
  case seconds(Double)
}
