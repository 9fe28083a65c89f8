/// Who is told what a training does, and asked whether it goes on.
///
/// Seconds are those of the whole training, earlier sessions included.
public protocol TrainingObserver: AnyObject {
  /// Whether to go on; otherwise the training is saved without the step or the measurement that it is at and ends, to make
  /// it when it is resumed. Asked before each step and many times in it, in a step by one thread after the other.
  var goesOn: Bool { get }

  /// A time budget has come to a number of steps, for the first time or again because the machine's speed changed.
  func fixedEnd<Source>(_ trainer: Trainer<Source>, seconds: Double)
  /// A step was made.
  func stepped<Source>(_ step: Trainer<Source>.Step, _ trainer: Trainer<Source>, seconds: Double)
  /// The held-out loss after a step.
  func evaluated<Source>(_ loss: Double, _ trainer: Trainer<Source>, seconds: Double)
  /// The held-out loss has turned for good: the training has gone back to its best weights, and ends soon.
  func turned<Source>(_ trainer: Trainer<Source>, seconds: Double)
  /// A checkpoint was written.
  func saved<Source>(_ path: String, _ trainer: Trainer<Source>, seconds: Double)
  /// A checkpoint could not be written while the training goes on, which tries it again.
  func couldNotSave(_ path: String, reason: String)
  /// The training had made all its steps before the session began.
  func foundNothingLeft<Source>(_ trainer: Trainer<Source>)
  /// The learning curve could not be written or read whole; the training goes on without that part.
  func lostHistory(path: String, reason: String)
}
