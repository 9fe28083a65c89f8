import ArgumentParser
import Training

/// How long and how a network is trained: what text models and forecasts share.
struct LoopOptions: ParsableArguments, OptionTable {
  @Option(
    help: ArgumentHelp(
      "The time of the whole training, such as 90s, 5m, 1h30m. (default: 5m for a text; a forecast makes 50 passes, 20 over windows, and 1000 steps at least)",
      valueName: "time"), transform: TimeBudget.init(text:))
  var time: TimeBudget?

  @Option(help: ArgumentHelp("The number of steps of the whole training.", valueName: "n"))
  var steps: Int?

  @Option(help: ArgumentHelp("The number of passes over the data of the whole training.", valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "The number of parts of a text or of a series, or of windows, read side by side. (default: 16; 32 for windows)",
      valueName: "n"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "Read so many streams of a batch at a time, which takes less memory. (default: the whole batch at once)",
      valueName: "n")
  )
  var microBatchSize: Int?

  @Option(help: "The rule that updates the weights. (default: adamw)")
  var optimizer: OptimizerKind?

  @Option(
    help: ArgumentHelp(
      "The highest learning rate. (default: by time, 0.006 or 0.008, for a text; 0.004 for a forecast; other optimizers have their own)",
      valueName: "rate"))
  var learningRate: Double?

  @Option(
    help: ArgumentHelp(
      "The fraction of each weight that a step takes away, times the learning rate. (default: by time and text; 0.01 for a forecast)",
      valueName: "fraction"))
  var weightDecay: Double?

  @Option(
    help:
      "How the learning rate falls; trapezoid keeps the rate for the first half, then lowers it to zero. (default: trapezoid)"
  )
  var schedule: LearningRateDecay?

  @Option(
    help: ArgumentHelp(
      "The number of steps over which the learning rate rises at first. (default: 100, or a tenth of all steps if that is less)",
      valueName: "n"))
  var warmUp: Int?

  @Option(
    help: ArgumentHelp(
      "For repeating a training whose end --time has moved: each step at which it did, with the end until then, such as 900:1500.",
      valueName: "step:end"))
  var endMoved: EndMoves?

  @Option(
    help: ArgumentHelp(
      "The number of steps between two evaluations. (default: so that all evaluations cost little)", valueName: "n"))
  var evaluateEvery: Int?

  @Option(
    help: ArgumentHelp(
      "The number of held-out characters, rows or windows that an evaluation reads. (default: so that all evaluations cost little)",
      valueName: "n"))
  var evaluationLength: Int?

  @OptionGroup var random: RandomOptions

  @OptionGroup var threads: ThreadOptions

  func rows(beside plan: TrainingPlan?) -> [OptionRow] {
    let counts = 1...1_000_000_000
    return [
      .free("--time", time), .free("--steps", steps, in: counts), .free("--epochs", epochs, in: counts),
      OptionRow("--batch-size", batchSize, recorded: plan?.batchSize, in: counts),
      OptionRow(
        "--micro-batch-size", microBatchSize, recorded: plan.map { $0.microBatchSize ?? $0.batchSize }, in: counts),
      OptionRow("--optimizer", optimizer, recorded: plan?.optimizer.kind),
      OptionRow(
        "--learning-rate", learningRate, recorded: plan?.optimizer.learningRate, in: .above(0, to: 1_000_000)),
      OptionRow("--schedule", schedule, recorded: plan?.schedule.decay),
      OptionRow("--weight-decay", weightDecay, recorded: plan?.optimizer.weightDecay, in: .from(0, to: 1000)),
      OptionRow("--warm-up", warmUp, recorded: plan?.schedule.warmUpSteps, in: 0...1_000_000_000),
      OptionRow("--end-moved", endMoved?.moves, recorded: plan?.schedule.moves),
      OptionRow("--evaluation-length", evaluationLength, recorded: plan?.evaluationLength, in: counts),
      OptionRow("--evaluate-every", evaluateEvery, recorded: plan?.evaluationInterval, in: counts),
      OptionRow("--rng-seed", random.rngSeed, recorded: plan?.rngSeed),
    ]
  }

  func validate() throws {
    if [epochs != nil, steps != nil, time != nil].count(where: \.self) > 1 {
      throw ValidationError("--epochs, --steps and --time exclude each other; give one of them")
    }
    try checkRanges()
    if endMoved != nil && steps == nil {
      throw ValidationError("--end-moved needs --steps, the end that the last move led to")
    }
    guard let microBatchSize, let batchSize else { return }
    do {
      try TrainingPlan.check(batchSize: batchSize, parts: nil, microBatchSize: microBatchSize)
    } catch {
      throw ValidationError(Failure.line(for: error))
    }
  }

  /// The options as a plan records them that was fitted to its data.
  ///
  /// - recorded: the plan that the training began with, which has the values that are not given.
  /// - fit: reduces a plan to what the data can fill.
  func fitted(beside recorded: TrainingPlan, _ fit: (inout TrainingPlan) -> Void) -> LoopOptions {
    var (plan, result) = (recorded, self)
    plan.batchSize = batchSize ?? recorded.batchSize
    plan.microBatchSize = microBatchSize ?? recorded.microBatchSize
    fit(&plan)
    if batchSize != nil { result.batchSize = plan.batchSize }
    if microBatchSize != nil { result.microBatchSize = plan.microBatchSize }
    return result
  }

  /// What ends the training; nil when nothing was said.
  var budget: Budget? {
    if let steps { return .steps(steps) }
    if let epochs { return .epochs(epochs) }
    return time.map { .seconds($0.seconds) }
  }

  /// What was chosen; a number for the random choices is drawn where none was given.
  func choices() -> PlanChoices {
    var choices = PlanChoices(rngSeed: random.drawn())
    choices.budget = budget
    (choices.batchSize, choices.microBatchSize) = (batchSize, microBatchSize)
    (choices.optimizer, choices.learningRate, choices.weightDecay) = (optimizer, learningRate, weightDecay)
    (choices.decay, choices.warmUpSteps, choices.moves) = (schedule, warmUp, endMoved?.moves ?? [])
    (choices.evaluationInterval, choices.evaluationLength) = (evaluateEvery, evaluationLength)
    return choices
  }
}

/// `900:1500,950:1480`: until step 900 the end was 1500, until step 950 it was 1480. `open` is an end not known yet.
struct EndMoves: ExpressibleByArgument {
  let moves: [LearningRateSchedule.Move]

  init?(argument: String) {
    var moves: [LearningRateSchedule.Move] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let words = part.split(separator: ":", omittingEmptySubsequences: false)
      guard words.count == 2, let step = Int(words[0]), step <= 1_000_000_000,
        words[1] == "open" || Int(words[1]).map({ $0 <= 1_000_000_000 }) == true
      else { return nil }
      moves.append(.init(step: step, formerEnd: Int(words[1])))
    }
    guard LearningRateSchedule(moves: moves).isValid else { return nil }
    self.moves = moves
  }

  /// As it is typed.
  static func text(_ moves: [LearningRateSchedule.Move]) -> String {
    moves.map { "\($0.step):\($0.formerEnd.map(String.init) ?? "open")" }.joined(separator: ",")
  }
}
