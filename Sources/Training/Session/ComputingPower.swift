/// What a computer can do, and what a budget comes to on it.
public struct ComputingPower: Equatable, Sendable {
  /// Floating-point operations a second that all threads do at most.
  public let peak: Double
  /// The arithmetic that a model is chosen for, in 10¹² floating-point operations.
  public let teraFLOP: Double
  /// The seconds of a time budget; nil where the budget, and so the model, does not depend on the computer.
  public let seconds: Double?

  /// The power of a computer of a measured peak.
  public init(peak: Double, budget: Budget) {
    self.peak = peak
    if case .seconds(let seconds) = budget {
      (self.seconds, teraFLOP) = (seconds, seconds * peak / 1e12)
    } else {
      (self.seconds, teraFLOP) = (nil, Recipe.usualTeraFLOP)
    }
  }
}
