import Network

/// What resuming needs beside the tensors: the plan, and how far it has come.
public struct TrainingRecord: Codable, Equatable, Sendable {
  /// The choices.
  public var plan: TrainingPlan
  /// The data that the training began with.
  public var data: DataIdentity
  /// The model whose weights the training began with; nil for random ones.
  public var origin: TrainingOrigin?
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
  /// The mean loss of the recent batches, with dropout: of about the last tenth of the steps, and at most fifty.
  public var smoothedLoss: Double?
  /// The losses of the weights kept, when the training was complete.
  public var measured: MeasuredLosses?
  /// The measurement that an interruption left undone, which a resumed training makes first; nil where none was.
  public internal(set) var pending: PendingMeasurement?

  /// Seconds of all sessions so far, in a training whose time budget is not used up; nil in every other: the result of
  /// the same choices has the same bytes, however long it took.
  public internal(set) var usedSeconds: Double?

  /// The record of a training that has not begun.
  public init(plan: TrainingPlan, data: DataIdentity) {
    (self.plan, self.data) = (plan, data)
  }
}

/// What is measured at a place of a training.
public enum PendingMeasurement: String, Codable, Sendable {
  /// The loss after a step.
  case evaluation
  /// The losses of the weights kept, at the end.
  case measurement
}

/// The model that a training began with.
public struct TrainingOrigin: Codable, Equatable, Sendable {
  /// Its name, as it was given.
  public var name: String
  /// Its loss on what is held out, or a part of it, before the first step; nil until it was measured, and where nothing
  /// is held out.
  public var heldOut: MeanLoss?

  /// A model that was not measured yet.
  public init(name: String) { self.name = name }
}

/// The losses of the weights that a training keeps, without dropout.
public struct MeasuredLosses: Codable, Equatable, Sendable {
  /// Over what is held out, or a part of it; nil when nothing is.
  public var heldOut: MeanLoss?
  /// Over as much of what was trained on.
  public var training: MeanLoss?
  /// The loss of an n-gram model over what is held out; nil of what is no text, and in older checkpoints.
  public var nGram: NGramLoss?

  /// Losses.
  public init(heldOut: MeanLoss?, training: MeanLoss?, nGram: NGramLoss? = nil) {
    (self.heldOut, self.training, self.nGram) = (heldOut, training, nGram)
  }
}
