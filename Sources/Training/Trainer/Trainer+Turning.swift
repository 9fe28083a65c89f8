extension Trainer {
  /// Whether the held-out loss has turned for good: a third of all steps, and six evaluations at least, have passed since it
  /// was lowest. Never while the learning rate rises or falls; the fall lowers the loss again.
  var hasTurned: Bool {
    let (step, plan) = (record.step, record.plan)
    guard let best = record.bestStep, let interval = plan.evaluationInterval, !isComplete else { return false }
    let isSteady =
      step > 2 * plan.schedule.warmUpSteps
      && plan.schedule.progress(step: step, end: plan.totalSteps) <= plan.schedule.decay.fallBegins
    return isSteady && step - best >= max(6 * interval, step / 3)
  }

  /// Lets the training go on to its end, whatever the held-out loss does.
  public func goOnWhenTurned() { record.plan.endsWhenTurned = false }

  /// Moves the end of a training whose held-out loss has turned. A learning rate that can fall does so from the weights of
  /// the lowest loss, over half as many steps as led to them, or over those of two evaluations. A rate that does not fall
  /// ends with this step.
  func turnBack() {
    let (step, schedule) = (record.step, record.plan.schedule)
    var (end, former) = (step, record.plan.totalSteps)
    if schedule.decay == .trapezoid {
      parameters.row.assign(best.row)
      weightsChanged()
      end += max(2 * (record.plan.evaluationInterval ?? 1), (record.bestStep ?? step) / 2)
      // With this end the rate was full until now, and falls from the next step on.
      former = former.map { _ in schedule.leastEnd(fallingFrom: step) }
    }
    // A training that is repeated has this end from the start.
    if end != record.plan.totalSteps { record.plan.schedule.move(at: step, from: former) }
    (record.plan.totalSteps, record.plan.seconds) = (end, nil)
  }
}
