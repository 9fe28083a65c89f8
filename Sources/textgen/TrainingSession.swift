import Checkpoints
import Training

/// Runs a trainer to the end of its budget: steps, evaluations, saves.
struct TrainingSession {
  private(set) var trainer: Trainer
  let path: String
  let report: TrainingReport
  let checkpointSeconds: Double

  init(trainer: Trainer, path: String, report: TrainingReport, checkpointSeconds: Double) {
    (self.trainer, self.path, self.report) = (trainer, path, report)
    self.checkpointSeconds = checkpointSeconds
  }

  /// Until all steps are done or somebody interrupts; saves in either case.
  mutating func run(until budget: Budget) throws {
    try setTotal(budget)
    let start = monotonicSeconds()
    var saved = start
    var savedStep = trainer.record.step
    while trainer.record.step < trainer.record.plan.totalSteps ?? .max, !Interrupts.isRequested {
      let step = try trainer.step()
      report.stepped(step, trainer, seconds: monotonicSeconds() - start)
      if case .seconds(let seconds, _) = budget, trainer.record.plan.totalSteps == nil {
        fixTotal(seconds: seconds, start: start)
      }
      var improved = false
      if trainer.record.plan.evaluates(after: trainer.record.step), let result = try trainer.evaluate() {
        improved = result.isBest
        report.evaluated(result.validationNats, trainer, seconds: monotonicSeconds() - start)
      }
      if improved || monotonicSeconds() - saved >= checkpointSeconds {
        try save(seconds: monotonicSeconds() - start)
        (saved, savedStep) = (monotonicSeconds(), trainer.record.step)
      }
    }
    if savedStep != trainer.record.step { try save(seconds: monotonicSeconds() - start) }
  }

  private func save(seconds: Double) throws {
    try trainer.checkpoint().write(to: path)
    report.saved(path, trainer, seconds: seconds)
  }

  /// Budgets are totals: a resumed training counts the steps it has made already.
  private mutating func setTotal(_ budget: Budget) throws {
    let done = trainer.record.step
    switch budget {
    case .steps(let steps): trainer.fixTotalSteps(max(steps, done))
    case .epochs(let epochs): trainer.fixTotalSteps(max(epochs * trainer.stepsPerEpoch, done))
    case .seconds(let seconds, let isDefault):
      if done > 0, let total = trainer.record.plan.totalSteps, !isDefault {
        let first = measuredStepSeconds()
        trainer.fixTotalSteps(max(done, min(Int(seconds / first), .max), min(total, done)))
      }
    }
    if done >= trainer.record.plan.totalSteps ?? .max { report.nothingLeft(trainer) }
  }

  /// Seconds a step takes, found on a copy of the work: an evaluation is a third of it for each token.
  private func measuredStepSeconds() -> Double {
    let start = monotonicSeconds()
    _ = trainer.validationLossNats()
    let tokens = Double(trainer.record.corpusTokens - trainer.trainingTokens)
    let perToken = (monotonicSeconds() - start) / max(tokens, 1)
    return perToken * 3 * Double(trainer.record.plan.batchSize * trainer.record.plan.sequenceLength)
  }

  /// During the warm-up, once the speed is known: the number of steps that fills the time.
  private mutating func fixTotal(seconds: Double, start: Double) {
    let elapsed = monotonicSeconds() - start
    let done = trainer.record.step
    let known = done >= trainer.record.plan.schedule.warmUpSteps || (elapsed > 0.05 * seconds && done >= 3)
    guard known else { return }
    let perStep = elapsed / Double(done)
    let evaluationStart = monotonicSeconds()
    _ = trainer.validationLossNats()
    let evaluations = 11 * (monotonicSeconds() - evaluationStart)
    let total = done + max(0, Int((seconds - elapsed - evaluations) / perStep))
    trainer.fixTotalSteps(total)
    report.fixedSteps(total, seconds: seconds)
  }
}
