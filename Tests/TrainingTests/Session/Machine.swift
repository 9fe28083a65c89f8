import Training

/// A clock that stands still but for what its steps and saves take, and an observer that remembers.
final class Machine: TrainingObserver {
  var seconds = 0.0
  /// What a step takes, by the step's number.
  let secondsPerStep: (Int) -> Double
  var ends: [Int] = []
  var evaluations: [Int] = []
  var saves: [Int] = []
  var lost: [String] = []
  var unsaved: [String] = []
  /// Is told of each step.
  var atStep: (Int) -> Void = { _ in }
  /// How many times it was asked, and how many times it says yes.
  var (asked, patience) = (0, Int.max)
  var turns: [Int] = []
  var foundNothing = false
  var stopsAfter = Int.max
  private var step = 0
  /// The step whose time has passed already.
  private var paid: Int?

  init(secondsPerStep: @escaping (Int) -> Double) { self.secondsPerStep = secondsPerStep }

  var goesOn: Bool {
    asked += 1
    guard step < stopsAfter, asked <= patience else { return false }
    // Asked before each step, and in it: so the step is paid for here, once.
    if paid != step {
      seconds += secondsPerStep(step)
      paid = step
    }
    return true
  }

  func fixedEnd<Source>(_ trainer: Trainer<Source>, seconds: Double) {
    ends.append(trainer.record.plan.totalSteps ?? -1)
  }
  func stepped<Source>(_ step: Trainer<Source>.Step, _ trainer: Trainer<Source>, seconds: Double) {
    self.step = trainer.record.step
    atStep(self.step)
  }
  func evaluated<Source>(_ loss: Double, _ trainer: Trainer<Source>, seconds: Double) {
    evaluations.append(trainer.record.step)
  }
  func turned<Source>(_ trainer: Trainer<Source>, seconds: Double) { turns.append(trainer.record.step) }
  func saved<Source>(_ path: String, _ trainer: Trainer<Source>, seconds: Double) { saves.append(trainer.record.step) }
  func foundNothingLeft<Source>(_ trainer: Trainer<Source>) { foundNothing = true }
  func lostHistory(path: String, reason: String) { lost.append(reason) }
  func couldNotSave(_ path: String, reason: String) { unsaved.append(reason) }
}
