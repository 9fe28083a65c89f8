/// How long a step takes, evaluations and saves included, by the steps made lately.
///
/// The mean over about the last tenth of a time budget, without the one stretch in which the machine stood still, if
/// there is one: a stall is not the speed of what comes, a machine that became slower is noticed soon.
struct StepPace {
  private struct Mark {
    let step: Int
    let seconds: Double
  }

  private var marks: [Mark] = []
  private let spacing: Double
  private static let stretches = 10
  /// A stretch this many times slower than the usual one is a stall.
  private static let stall = 3.0

  /// - budget: the seconds that the training has in all.
  init(budget: Double) { spacing = budget / Double(10 * Self.stretches) }

  /// Notes that `step` steps were made when the clock showed `seconds`.
  mutating func note(step: Int, seconds: Double) {
    if marks.count > 1, marks[marks.count - 1].seconds - marks[marks.count - 2].seconds < spacing { marks.removeLast() }
    marks.append(Mark(step: step, seconds: seconds))
    if marks.count > Self.stretches + 1 { marks.removeFirst() }
  }

  /// Seconds a step; nil before two marks, a step apart.
  var secondsPerStep: Double? {
    let stretches = zip(marks, marks.dropFirst()).filter { $1.step > $0.step }
      .map { (steps: Double($1.step - $0.step), seconds: $1.seconds - $0.seconds) }
      .sorted { $0.seconds * $1.steps < $1.seconds * $0.steps }
    guard let slowest = stretches.last else { return nil }
    let median = stretches[(stretches.count - 1) / 2]
    let isStall = slowest.seconds / slowest.steps > Self.stall * median.seconds / median.steps
    let counted = isStall ? stretches.dropLast() : stretches[...]
    let (steps, seconds) = counted.reduce((0.0, 0.0)) { ($0.0 + $1.steps, $0.1 + $1.seconds) }
    return max(seconds / steps, 1e-9)
  }
}
