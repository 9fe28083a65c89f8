/// What resuming needs beside the tensors: the plan, and how far it has come.
public struct TrainingRecord: Codable, Equatable, Sendable {
  /// The choices.
  public var plan: TrainingPlan
  /// Identifies the corpus: the number of its tokens and their hash.
  public var corpusTokens: Int
  /// XXH64 of the token ids, in hexadecimal.
  public var corpusFingerprint: String
  /// Updates made.
  public var step = 0
  /// Epochs finished.
  public var epoch = 0
  /// Where in its stretch each stream stands.
  public var position = 0
  /// The lowest held-out loss so far, and the step it was measured after.
  public var bestValidationNats: Double?
  /// The step of the lowest held-out loss.
  public var bestStep: Int?
  /// The latest held-out loss.
  public var validationNats: Double?
  /// The mean training loss, smoothed over about 50 steps.
  public var smoothedLossNats: Double?

  /// The record of a training that has not begun.
  public init(plan: TrainingPlan, corpusTokens: Int, corpusFingerprint: UInt64) {
    self.plan = plan
    self.corpusTokens = corpusTokens
    self.corpusFingerprint = String(corpusFingerprint, radix: 16)
  }
}
