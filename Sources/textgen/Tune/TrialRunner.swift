import Checkpoints
import Network
import Notation
import Training
import Tuning

/// Trains the trials of a study: each from its beginning, or from where its last round has left off.
protocol TrialRunner {
  /// Identifies the data.
  var identity: String { get }

  /// Throws where no training has the options that are set, or the data is none to learn from.
  func check(_ settings: Settings) throws

  /// Trains a trial to a fraction of its whole training, and measures it.
  ///
  /// - settings: the trial's options and their values.
  /// - path: where the trial's checkpoint is, or will be.
  /// - Returns: the held-out loss and the number of steps made; nil when the work was interrupted and is saved.
  func train(_ settings: Settings, toFraction fraction: Double, path: String) throws -> (loss: Double, step: Int)?
}

/// How far the whole training of a trial goes.
enum TrialLength: Codable, Equatable {
  /// Updates.
  case steps(Int)
  /// Passes over the data.
  case epochs(Int)
  /// The arithmetic that a computer of a given peak does in some seconds: every trial has as much of it, whoever trains
  /// it and whatever else the computer does, so that the search can be repeated.
  case seconds(Double, peak: Double)

  /// The number of steps of a trial.
  func steps<Source>(of trainer: Trainer<Source>) -> Int {
    switch self {
    case .steps(let steps): steps
    case .epochs(let epochs): epochs * trainer.stepsPerEpoch
    case .seconds(let seconds, let peak):
      Recipe.expectedSteps(
        teraFLOP: seconds * peak / 1e12, multiplyAdds: trainer.model.multiplyAddsPerExample,
        examples: trainer.examplesPerStep)
    }
  }
}

extension TrialRunner {
  /// Held-out examples that a trial is measured on at least; fewer would not tell two trials apart.
  private static var leastMeasured: Int { 8192 }

  /// Trains to a fraction of all steps. The learning rate's schedule has the whole training before it, so that a trial
  /// that is promoted goes on as one that never stopped.
  func train<Source>(
    _ trainer: Trainer<Source>, _ length: TrialLength, toFraction fraction: Double, path: String, measure: LossMeasure,
    observer: TrialObserver
  ) throws -> (loss: Double, step: Int)? {
    let total = trainer.record.plan.totalSteps ?? max(1, length.steps(of: trainer))
    let pause = max(1, Int((Double(total) * fraction).rounded()))
    var session = TrainingSession(
      trainer: trainer, path: path, lossMeasure: measure.name, checkpointSeconds: 60, observer: observer,
      clock: monotonicSeconds)
    if trainer.record.step < pause {
      try session.run(until: .steps(total), usual: .steps(total), expectedSteps: total, pausingAt: pause)
    }
    guard trainer.record.step >= pause else { return nil }
    // What a measurement costs goes with the trial's work, so that a large model is not measured for longer than it learns.
    let most = max(Self.leastMeasured, trainer.finalLength)
    // The checkpoint has the weights of the lowest loss, which need not be the latest.
    do {
      let loss = try trainer.lowestMeanLoss(of: .heldOut(most: most)) {
        if !observer.goesOn { throw Interruption() }
      }
      guard let mean = loss?.mean else { throw TuneError.nothingHeldOut }
      return (mean, trainer.record.step)
    } catch is Interruption {
      return nil
    }
  }
}

/// Ends a trial when the search is interrupted, and shows that something goes on.
final class TrialObserver: TrainingObserver, KeeperObserver {
  private let interrupts: Interrupts
  private let progress: TuneProgress
  private let whenSaved: () -> Void

  /// - whenSaved: is called when the trial at hand has been saved.
  init(interrupts: Interrupts, progress: TuneProgress, whenSaved: @escaping () -> Void = {}) {
    (self.interrupts, self.progress, self.whenSaved) = (interrupts, progress, whenSaved)
  }

  /// What has to be known of how the data were read, once for all workers.
  func read(_ notes: [String]) { notes.forEach { progress.tell("textgen: note: \($0)") } }

  var goesOn: Bool { !interrupts.isRequested }

  func couldNotSave(_ path: String, reason: String) {
    progress.notice("\(path) cannot be written: \(reason); the trial goes on and tries it again")
  }

  func awaits(rounds: Int) {
    progress.tell(
      "waiting for \(counted(rounds, "round")) to end; to stop at once, end all processes: a round goes on from its last save"
    )
  }

  func fixedEnd<Source>(_ trainer: Trainer<Source>, seconds: Double) {}
  func turned<Source>(_ trainer: Trainer<Source>, seconds: Double) {}
  func stepped<Source>(_ step: Trainer<Source>.Step, _ trainer: Trainer<Source>, seconds: Double) {
    progress.stepped(trainer.record.step)
  }
  func evaluated<Source>(_ loss: Double, _ trainer: Trainer<Source>, seconds: Double) {}
  func saved<Source>(_ path: String, _ trainer: Trainer<Source>, seconds: Double) { whenSaved() }
  func foundNothingLeft<Source>(_ trainer: Trainer<Source>) {}
  func lostHistory(path: String, reason: String) {
    progress.notice("\(path): the learning curve is not kept: \(reason)")
  }
}
