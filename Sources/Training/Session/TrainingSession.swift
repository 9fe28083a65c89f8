import Checkpoints
import Network
import Workers

/// Runs a trainer to the end of its budget: steps, evaluations, saves.
///
/// The time of a budget is kept without a rehearsal: the learning rate stays where it is until what is left of the time
/// is as much as its fall needs (`LearningRateDecay.fallBegins`). Only then is the number of steps fixed, from the speed
/// seen, and it is moved when the speed changes.
///
/// Where a session stops and where its learning rate has fallen to zero are two things: a training that is paused has its
/// whole schedule before it, and goes on as one that never stopped.
///
/// Where several processes share the training, each runs a session of its own. The first process has the clock, the observer
/// and the files: it decides and tells the others.
///
/// Not to be copied: a copy would go on with the same trainer, and neither would know what the other one has saved.
public struct TrainingSession<Source: ExampleSource>: ~Copyable {
  /// What is trained.
  public private(set) var trainer: Trainer<Source>
  /// Where the checkpoint is written, with its learning curve beside it.
  public let path: String
  private let observer: any TrainingObserver
  private let lossMeasure: String
  private let checkpointSeconds: Double
  private let clock: () -> Double
  private var history: TrainingHistory
  private var lastSave: (step: Int, seconds: Double, duration: Double)

  /// A session that has not begun.
  ///
  /// - lossMeasure: what the losses of the learning curve are.
  /// - checkpointSeconds: the time between two saves; a slow disk is given more.
  /// - clock: seconds since the work began, reading the data included.
  public init(
    trainer: Trainer<Source>, path: String, lossMeasure: String, checkpointSeconds: Double,
    observer: any TrainingObserver, clock: @escaping () -> Double
  ) {
    (self.trainer, self.path, self.lossMeasure, self.observer) = (trainer, path, lossMeasure, observer)
    (self.checkpointSeconds, self.clock) = (checkpointSeconds, clock)
    let (curve, record) = (TrainingHistory.path(beside: path), trainer.record)
    lastSave = (trainer.record.step, clock(), 0)
    guard trainer.workers.isFirst else {
      history = TrainingHistory(path: curve, usedSeconds: 0)
      return
    }
    do throws(TrainingHistoryError) {
      history = try TrainingHistory(path: curve, resumingAt: record.step, usedSeconds: record.usedSeconds)
    } catch {
      history = TrainingHistory(path: curve, usedSeconds: record.usedSeconds ?? 0)
      observer.lostHistory(path: curve, reason: error.problem)
    }
    if history.damagedLines > 0 {
      observer.lostHistory(path: history.path, reason: "\(history.damagedLines) damaged lines are left out")
    }
  }

  /// Makes steps until the budget is used up or the observer ends the training, then measures and saves.
  ///
  /// A training that is interrupted in a step or in a measurement is saved as it was before, and begins with that step or
  /// measurement when it is resumed.
  ///
  /// - budget: a total; nil for what the training began with.
  /// - usual: the budget of a training that has none.
  /// - expectedSteps: about how many steps a time budget will come to, which decides how often it is evaluated.
  /// - mostSteps: a time budget ends before its time when so many steps are made.
  /// - pause: the number of steps after which the session saves and stops, whatever the budget; nil for none.
  public mutating func run(
    until budget: Budget?, usual: Budget, expectedSteps: Int, mostSteps: Int = 1 << 48, pausingAt pause: Int? = nil
  ) throws {
    try trainer.requireSameStart()
    let timeKeeper = begin(budget, usual: usual, mostSteps: mostSteps)
    trainer.settleEvaluations(expectedSteps: expectedSteps)
    if trainer.isFinished && trainer.record.step > 0 { return observer.foundNothingLeft(trainer) }
    do {
      try trainer.measureOrigin(while: { observer.goesOn })
      try makeSteps(timeKeeper, pausingAt: pause ?? .max)
      if trainer.isComplete {
        trainer.setTimeBudget(seconds: nil)
        try trainer.measure(while: { observer.goesOn })
      }
    } catch is Interruption {
      // The record says what is left to be done.
    }
    try save()
  }

  private mutating func makeSteps(_ timeKeeper: TimeKeeper?, pausingAt pause: Int) throws {
    var timeKeeper = timeKeeper
    if trainer.record.pending == .evaluation { try evaluate() }
    timeKeeper?.begin(step: trainer.record.step, seconds: clock())
    let stop = StopCheck { [observer = observer] in observer.goesOn }
    while !trainer.isComplete && trainer.record.step < pause, decide({ observer.goesOn }) {
      let step = try trainer.step(unless: stop)
      let seconds = clock()
      // An end that the held-out loss has led to stands.
      if trainer.record.plan.seconds != nil,
        let total = decide({ timeKeeper?.total(after: trainer, lastSave: lastSave.duration, seconds: seconds) })
      {
        trainer.fixTotalSteps(total)
        observer.fixedEnd(trainer, seconds: history.earlierSeconds + seconds)
      }
      observer.stepped(step, trainer, seconds: history.earlierSeconds + seconds)
      if trainer.isEvaluationDue { try evaluate() }
      if !trainer.isComplete, decide({ clock() - lastSave.seconds >= max(checkpointSeconds, 50 * lastSave.duration) }) {
        try saveOrGoOn()
      }
    }
  }

  /// Whether, as the first process says.
  private func decide(_ choose: () -> Bool) -> Bool { trainer.workers.decide { choose() ? 1 : 0 } == 1 }

  /// The number that the first process says, which is not negative, or none.
  private func decide(_ choose: () -> Int?) -> Int? {
    let choice = trainer.workers.decide { choose() ?? -1 }
    return choice < 0 ? nil : choice
  }

  private mutating func evaluate() throws {
    let loss = try trainer.evaluate(while: { observer.goesOn })
    note(loss)
    if let loss { observer.evaluated(loss, trainer, seconds: history.earlierSeconds + clock()) }
    guard trainer.record.plan.endsWhenTurned == true, trainer.hasTurned else { return }
    trainer.turnBack()
    observer.turned(trainer, seconds: history.earlierSeconds + clock())
  }

  /// A disk that is full for a moment is not worth losing the training for: what cannot be saved now can be later.
  private mutating func saveOrGoOn() throws {
    do {
      try save()
    } catch CheckpointError.system(let path, _, let reason) {
      lastSave.seconds = clock()
      observer.couldNotSave(path, reason: reason)
    }
  }

  /// Budgets are totals: a resumed training counts what it has made and used already. With another budget than it
  /// began with, its learning rate rises again and falls towards the new end.
  private mutating func begin(_ budget: Budget?, usual: Budget, mostSteps: Int) -> TimeKeeper? {
    let plan = trainer.record.plan
    let planned = plan.seconds.map { Budget.seconds($0) } ?? plan.totalSteps.map { .steps($0) }
    switch budget ?? planned ?? usual {
    case .steps(let steps): trainer.fixTotalSteps(steps)
    case .epochs(let epochs): trainer.fixTotalSteps(epochs.multiplied(by: trainer.stepsPerEpoch))
    case .seconds(let seconds):
      // A finished training's time is in its learning curve, measured before its last save.
      let isUsedUp = decide { history.earlierSeconds >= 0.95 * seconds || trainer.record.step >= mostSteps }
      if trainer.isComplete && trainer.record.step > 0 && isUsedUp { return nil }
      if plan.seconds != seconds { trainer.reopen(forSeconds: seconds) }
      return TimeKeeper(budget: seconds, earlier: history.earlierSeconds, mostSteps: mostSteps)
    }
    trainer.setTimeBudget(seconds: nil)
    return nil
  }

  private mutating func note(_ loss: Double?) {
    let record = trainer.record
    history.append(
      .init(
        step: record.step, epoch: Double(record.step) / Double(trainer.stepsPerEpoch),
        seconds: history.earlierSeconds + clock(), trainingLoss: record.smoothedLoss, validationLoss: loss,
        measure: lossMeasure))
  }

  /// The learning curve is written first, and is not worth losing the training for.
  private mutating func save() throws {
    let start = clock()
    trainer.collect()
    guard trainer.workers.isFirst else { return }
    // Each save says how much time was used, so that a resumed training knows what is left.
    if history.lastStep != trainer.record.step { note(nil) }
    trainer.noteUsed(seconds: history.earlierSeconds + start)
    // Made before the curve is written: a state that cannot become a checkpoint has no place in the curve.
    let checkpoint = try trainer.checkpoint()
    do throws(TrainingHistoryError) {
      try history.flush()
    } catch {
      observer.lostHistory(path: history.path, reason: error.problem)
    }
    try checkpoint.write(to: path)
    let end = clock()
    lastSave = (trainer.record.step, end, end - start)
    observer.saved(path, trainer, seconds: history.earlierSeconds + end)
  }
}

extension Int {
  /// A product that stops at a number of steps which nobody reaches.
  func multiplied(by other: Int) -> Int {
    let (product, overflows) = multipliedReportingOverflow(by: other)
    return overflows ? 1 << 48 : Swift.min(product, 1 << 48)
  }
}
