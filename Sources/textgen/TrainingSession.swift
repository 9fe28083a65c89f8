import Checkpoints
import Training

/// Runs a trainer to the end of its budget: steps, evaluations, saves.
struct TrainingSession<Source: ExampleSource> {
  private(set) var trainer: Trainer<Source>
  let path: String
  let report: TrainingReport
  let checkpointSeconds: Double
  private var history: TrainingHistory
  private let start = monotonicSeconds()

  init(trainer: Trainer<Source>, path: String, report: TrainingReport, checkpointSeconds: Double) throws {
    (self.trainer, self.path, self.report) = (trainer, path, report)
    self.checkpointSeconds = checkpointSeconds
    history = try TrainingHistory(
      path: TrainingHistory.path(beside: path), resumingAt: trainer.record.step)
    if history.damagedLines > 0 {
      report.notice("\(history.path): \(history.damagedLines) damaged lines are left out of the learning curve")
    }
  }

  /// Since the session began.
  var seconds: Double { monotonicSeconds() - start }

  /// Until all steps are done or somebody interrupts; saves in either case.
  mutating func run(until budget: Budget?) throws {
    try fixTotal(budget)
    var saved = (step: trainer.record.step, seconds: seconds)
    while trainer.record.step < trainer.record.plan.totalSteps, !Interrupts.isRequested {
      let step = try trainer.step()
      report.stepped(step, trainer, seconds: seconds)
      if trainer.isEvaluationDue {
        let loss = try trainer.evaluate()
        note(loss)
        if let loss { report.evaluated(loss, trainer, seconds: seconds) }
      }
      if seconds - saved.seconds >= checkpointSeconds {
        try save()
        saved = (trainer.record.step, seconds)
      }
    }
    if saved.step != trainer.record.step || trainer.record.step == 0 { try save() }
  }

  private mutating func note(_ loss: Double?) {
    let record = trainer.record
    history.append(
      .init(
        step: record.step, epoch: Double(record.step) / Double(trainer.stepsPerEpoch),
        seconds: history.earlierSeconds + seconds, trainingLoss: record.smoothedLoss, validationLoss: loss,
        unit: report.unit.name))
  }

  /// The learning curve goes first, and is not worth losing the training for.
  private mutating func save() throws {
    do {
      try history.flush()
    } catch {
      report.notice("\(error)")
    }
    try trainer.checkpoint().write(to: path)
    report.saved(path, trainer, seconds: seconds)
  }

  /// Budgets are totals: a resumed training counts the steps it has made already, and goes on to the number of
  /// steps that it began with when nothing else is asked for.
  private mutating func fixTotal(_ budget: Budget?) throws {
    let done = trainer.record.step
    switch budget ?? (done > 0 ? .steps(trainer.record.plan.totalSteps) : .usual) {
    case .steps(let steps): trainer.fixTotalSteps(max(steps, done))
    case .epochs(let epochs): trainer.fixTotalSteps(max(epochs * trainer.stepsPerEpoch, done))
    case .seconds(let seconds):
      trainer.fixTotalSteps(max(try steps(in: seconds), done))
      if trainer.record.plan.totalSteps > done { report.fixedSteps(trainer.record.plan.totalSteps, seconds: seconds) }
    }
    if done > 0 && done == trainer.record.plan.totalSteps { report.nothingLeft(trainer) }
  }

  /// The steps that fill a time, evaluations included: found by rehearsing some for a fiftieth of it.
  private mutating func steps(in seconds: Double) throws -> Int {
    var perStep = 0.0
    try trainer.rehearse { trainer in
      // The first one finds everything cold.
      _ = try trainer.step()
      let start = monotonicSeconds()
      var rehearsed = 0
      while rehearsed < 2 || monotonicSeconds() - start < min(seconds / 50, 2) {
        _ = try trainer.step()
        rehearsed += 1
      }
      perStep = (monotonicSeconds() - start) / Double(rehearsed)
    }
    let evaluationStart = monotonicSeconds()
    _ = trainer.validationLoss()
    let perEvaluation = monotonicSeconds() - evaluationStart
    let rest = seconds - self.seconds
    var steps = max(1, Int(min(rest / perStep, 1e9)))
    // The number of evaluations depends on that of the steps and changes it a little.
    for _ in 0..<4 {
      let interval = trainer.record.plan.evaluationInterval(steps: steps, stepsPerEpoch: trainer.stepsPerEpoch)
      steps = max(1, Int(min((rest - Double(steps / interval) * perEvaluation) / perStep, 1e9)))
    }
    return steps
  }
}
