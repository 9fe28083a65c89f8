import ArgumentParser
import Training

/// How long and how a network is trained: what text models and forecasts share.
struct LoopOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Train for so long in all, such as 90s, 5m, 2h. (default: 5m for a text; a forecast makes 20 passes)",
      valueName: "time"))
  var time: TimeBudget?

  @Option(help: ArgumentHelp("Train for so many steps in all.", valueName: "n"))
  var steps: Int?

  @Option(help: ArgumentHelp("Train for so many passes over the data in all.", valueName: "n"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Texts or windows read side by side. (default: 32)", valueName: "n"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "Read a batch in parts of n, which takes less memory. (default: the whole batch at once)", valueName: "n"))
  var microBatchSize: Int?

  @Option(help: "The update rule. (default: adamw)")
  var optimizer: OptimizerKind?

  @Option(help: ArgumentHelp("The highest learning rate. (default: the optimizer's own)", valueName: "rate"))
  var learningRate: Double?

  @Option(help: "How the rate falls. (default: cosine)")
  var schedule: LearningRateDecay?

  @Option(help: ArgumentHelp("Steps between evaluations. (default: about an epoch)", valueName: "n"))
  var evaluateEvery: Int?

  @Option(help: ArgumentHelp("Fixes all random choices. (default: drawn and printed)", valueName: "n"))
  var rngSeed: UInt64?

  @Option(help: ArgumentHelp("Threads; the result is the same for any number. (default: one a core)", valueName: "n"))
  var threads: Int?

  /// The first option that was given, but for the threads.
  var givenOption: String? {
    let given = [
      ("--time", time != nil), ("--steps", steps != nil), ("--epochs", epochs != nil),
      ("--batch-size", batchSize != nil), ("--micro-batch-size", microBatchSize != nil),
      ("--optimizer", optimizer != nil), ("--learning-rate", learningRate != nil), ("--schedule", schedule != nil),
      ("--evaluate-every", evaluateEvery != nil), ("--rng-seed", rngSeed != nil),
    ]
    return given.first { $0.1 }?.0
  }

  /// The first option that asks for something else than a training began with.
  func changedOption(from plan: TrainingPlan) -> String? {
    func differs<Value: Equatable>(_ wanted: Value?, _ recorded: Value?) -> Bool { wanted != nil && wanted != recorded }
    if differs(batchSize, plan.batchSize) { return "--batch-size" }
    if differs(microBatchSize, plan.microBatchSize ?? plan.batchSize) { return "--micro-batch-size" }
    if differs(optimizer, plan.optimizer.kind) { return "--optimizer" }
    if differs(learningRate, plan.optimizer.learningRate) { return "--learning-rate" }
    if differs(schedule, plan.schedule.decay) { return "--schedule" }
    if differs(evaluateEvery, plan.evaluationInterval) { return "--evaluate-every" }
    return differs(rngSeed, plan.rngSeed) ? "--rng-seed" : nil
  }

  /// - resuming: whether a checkpoint says what is not given.
  func check(resuming: Bool) throws {
    let budgets = [epochs.map(Double.init), steps.map(Double.init), time?.seconds].compactMap { $0 }
    if budgets.count > 1 {
      throw ValidationError("--epochs, --steps and --time exclude each other; give one of them")
    }
    let counts = [
      ("--steps", steps), ("--epochs", epochs), ("--batch-size", batchSize), ("--micro-batch-size", microBatchSize),
      ("--evaluate-every", evaluateEvery),
    ]
    for (name, value) in counts {
      if let value, !(1...1_000_000_000).contains(value) {
        throw ValidationError("\(name) has to be from 1 to 1000000000")
      }
    }
    if let microBatchSize, let batchSize = batchSize ?? (resuming ? nil : TrainingPlan.usualBatchSize) {
      let fitting = TrainingPlan.microBatchSize(of: batchSize, most: microBatchSize)
      guard fitting == microBatchSize else {
        throw ValidationError("--micro-batch-size has to divide the batch size, \(batchSize); \(fitting) would do")
      }
    }
    if let learningRate, !(learningRate > 0 && learningRate <= 1e6) {
      throw ValidationError("--learning-rate has to be above 0 and at most 1000000")
    }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads has to be from 1 to 256") }
  }

  /// The batch that was asked for as a plan records it that had only `count` examples to fill it with.
  func fitted(to count: Int) -> LoopOptions {
    var (plan, result) = (plan(rngSeed: 0, learningRate: nil), self)
    plan.reduceBatch(to: min(batchSize ?? count, count))
    if batchSize != nil { result.batchSize = plan.batchSize }
    if microBatchSize != nil { result.microBatchSize = plan.microBatchSize }
    return result
  }

  var threadCount: Int { threads ?? Processors.count }

  /// What ends the training; nil when nothing was said.
  var budget: Budget? {
    if let steps { return .steps(steps) }
    if let epochs { return .epochs(epochs) }
    return time.map { .seconds($0.seconds) }
  }

  /// The choices made, on top of the usual ones.
  ///
  /// - learningRate: AdamW's rate unless another was given; nil for the usual one.
  func plan(rngSeed: UInt64, learningRate usual: Double?) -> TrainingPlan {
    let kind = optimizer ?? .adamw
    var plan = TrainingPlan(
      optimizer: OptimizerSettings(kind: kind, learningRate: learningRate ?? (kind == .adamw ? usual : nil)),
      schedule: LearningRateSchedule(decay: schedule ?? .cosine), rngSeed: rngSeed, totalSteps: steps ?? 0,
      evaluationInterval: evaluateEvery)
    if let batchSize { plan.batchSize = batchSize }
    plan.microBatchSize = microBatchSize
    return plan
  }
}

/// What ends a training: totals, also when resuming.
enum Budget: Equatable {
  case steps(Int)
  case epochs(Int)
  case seconds(Double)

  /// Five minutes.
  static let usual = Budget.seconds(300)
}
