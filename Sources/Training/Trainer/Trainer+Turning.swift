extension Trainer {
  /// Whether the held-out loss has turned for good: it was lowest six evaluations ago or more, and before a quarter of the
  /// steps were made that it takes to be sure of that. Never in the fall of the learning rate, which lowers it again.
  var hasTurned: Bool {
    let plan = record.plan
    guard let best = record.bestStep, let interval = plan.evaluationInterval, !isComplete else { return false }
    let waited = record.step - best
    return waited >= 6 * interval && waited >= record.step / 3
      && plan.schedule.progress(step: record.step, end: plan.totalSteps) <= plan.schedule.decay.fallBegins
  }

  /// Lets the training go on to its end, whatever the held-out loss does.
  public func goOnWhenTurned() { record.plan.endsWhenTurned = false }

  /// Goes back to the weights of the lowest held-out loss. The learning rate falls to zero from here, over half as many steps
  /// as led to them or the time of two evaluations, and there is the end. With a rate that does not fall it is here.
  func turnBack() {
    let (step, schedule) = (record.step, record.plan.schedule)
    parameters.row.assign(best.row)
    weightsChanged()
    let falls = schedule.decay == .trapezoid
    let fall = max(2 * (record.plan.evaluationInterval ?? 1), (record.bestStep ?? step) / 2)
    let end = falls ? step + fall : step
    guard end < record.plan.totalSteps ?? .max else { return }
    // What the learning rate was before stands, and it begins to fall with the next step.
    let former = record.plan.totalSteps.map { falls ? schedule.leastEnd(fallingFrom: step) : $0 }
    record.plan.schedule.move(at: step, from: former)
    (record.plan.totalSteps, record.plan.seconds) = (end, nil)
  }
}
