/// Ends a training when its time is used up: decides late how many steps it has in all, and moves that number when the
/// machine's speed changes.
struct TimeKeeper {
  /// Seconds of the whole training, and of its sessions before this one.
  private let budget, earlier: Double
  /// Steps after which more time is of no use.
  private let mostSteps: Int
  private var pace: StepPace
  private var lastLook: Double

  /// A look at the clock this fraction of the budget apart, and an end that is off by less than twice as much stands.
  private static let look = 0.01
  private static let tolerance = 0.02
  /// How much longer than its time a training may take, so that a learning rate that is high when the time has run out
  /// can still fall.
  private static let grace = 0.08

  /// What it takes to count the n-grams of a character and to search for copies there: on two computers 0.09 µs.
  private static let comparingSeconds = 1e-7

  init(budget: Double, earlier: Double, mostSteps: Int) {
    (self.budget, self.earlier, self.mostSteps) = (budget, earlier, mostSteps)
    pace = StepPace(budget: budget)
    lastLook = -.infinity
  }

  /// Notes when the first step of a session begins.
  mutating func begin(step: Int, seconds: Double) { pace.note(step: step, seconds: seconds) }

  /// The number of all steps where it has to be fixed or moved now; nil where it stands, or is not needed yet.
  ///
  /// - lastSave: seconds that the last save took.
  mutating func total<Source>(after trainer: Trainer<Source>, lastSave: Double, seconds: Double) -> Int? {
    let (step, plan) = (trainer.record.step, trainer.record.plan)
    pace.note(step: step, seconds: seconds)
    guard let secondsPerStep = pace.secondsPerStep else { return nil }
    // A measurement reads as many examples of either part, each in a third of the time that learning from it takes.
    let measuring = 2.0 / 3 * Double(trainer.finalLength) / Double(trainer.examplesPerStep) * secondsPerStep
    let comparing = Self.comparingSeconds * Double(trainer.comparedLength)
    let left = budget - earlier - seconds - measuring - comparing - lastSave
    let stepsLeft = min(max(left / secondsPerStep, 0), Double(max(0, mostSteps - step)))
    let schedule = plan.schedule
    let progress = schedule.progress(step: step, end: plan.totalSteps)
    let fallLeft = min(1, (1 - progress) / max(1 - schedule.decay.fallBegins, 0.01))
    let graceSteps = schedule.decay == .constant ? 0 : Self.grace * fallLeft * budget / secondsPerStep
    let total = step + Int(max(stepsLeft, min(graceSteps, Double(max(0, mostSteps - step)))))
    guard let planned = plan.totalSteps else {
      // So that the fall begins with the next step, as it would if this number had been known from the start.
      let even = schedule.leastEnd(fallingFrom: step)
      guard step + Int(stepsLeft) <= even || schedule.decay.fallBegins == 0 else { return nil }
      return even > step && even - total <= 1 + total / 50 ? even : total
    }
    guard planned > step else { return nil }
    guard seconds - lastLook >= Self.look * budget else { return nil }
    lastLook = seconds
    let late = Double(planned - step) * secondsPerStep - left
    if planned >= mostSteps && late < 0 { return nil }
    return abs(late) > Self.tolerance * budget && total != planned ? total : nil
  }
}
