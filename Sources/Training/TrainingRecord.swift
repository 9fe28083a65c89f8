/// What resuming needs beside the tensors: the plan, and how far it has come.
public struct TrainingRecord: Codable, Equatable, Sendable {
  /// The choices.
  public var plan: TrainingPlan
  /// The data that the training began with.
  public var data: DataIdentity
  /// Updates made.
  public var step = 0
  /// How far it has come in the data.
  public var position = StreamPosition()
  /// The lowest held-out loss so far, and the step it was measured after.
  public var bestValidationLoss: Double?
  /// The step of the lowest held-out loss.
  public var bestStep: Int?
  /// The latest held-out loss.
  public var validationLoss: Double?
  /// The mean training loss, smoothed over about 50 steps.
  public var smoothedLoss: Double?

  /// The record of a training that has not begun.
  public init(plan: TrainingPlan, data: DataIdentity) {
    (self.plan, self.data) = (plan, data)
  }
}
