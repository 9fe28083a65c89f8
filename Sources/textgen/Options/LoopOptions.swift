import ArgumentParser
import Training

/// How long and how a network is trained: what text models and forecasts share.
struct LoopOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The time of the whole training, such as 90s, 5m, 1h30m. (default: 5m for a text; a forecast makes 20 passes)",
      valueName: "time"), transform: TimeBudget.init(text:))
  var time: TimeBudget?

  @Option(help: ArgumentHelp("The number of steps of the whole training.", valueName: "n"))
  var steps: Int?

  @Option(help: ArgumentHelp("The number of passes over the data of the whole training.", valueName: "n"))
  var epochs: Int?

  @Option(
    help: ArgumentHelp(
      "The number of parts of a text, or of windows, read side by side. (default: 16; 32 for windows)", valueName: "n"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      "Read a batch in parts of this size, which takes less memory. (default: the whole batch at once)", valueName: "n")
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
      "The number of held-out characters, or windows, that an evaluation reads. (default: so that all evaluations cost little)",
      valueName: "n"))
  var evaluationLength: Int?

  @Option(help: ArgumentHelp("The number that fixes all random choices. (default: drawn and printed)", valueName: "n"))
  var rngSeed: UInt64?

  @Option(
    help: ArgumentHelp(
      "The number of threads; the result does not depend on it. (default: one for each core)", valueName: "n"))
  var threads: Int?

  /// The first option that was given, but for the threads.
  var givenOption: String? {
    let given = [
      ("--time", time != nil), ("--steps", steps != nil), ("--epochs", epochs != nil),
      ("--batch-size", batchSize != nil), ("--micro-batch-size", microBatchSize != nil),
      ("--optimizer", optimizer != nil), ("--learning-rate", learningRate != nil), ("--schedule", schedule != nil),
      ("--weight-decay", weightDecay != nil), ("--warm-up", warmUp != nil), ("--end-moved", endMoved != nil),
      ("--evaluate-every", evaluateEvery != nil),
      ("--evaluation-length", evaluationLength != nil), ("--rng-seed", rngSeed != nil),
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
    if differs(weightDecay, plan.optimizer.weightDecay) { return "--weight-decay" }
    if differs(warmUp, plan.schedule.warmUpSteps) { return "--warm-up" }
    if differs(endMoved?.moves, plan.schedule.moves) { return "--end-moved" }
    if differs(evaluationLength, plan.evaluationLength) { return "--evaluation-length" }
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
      ("--evaluate-every", evaluateEvery), ("--evaluation-length", evaluationLength),
    ]
    for (name, value) in counts {
      if let value, !(1...1_000_000_000).contains(value) {
        throw ValidationError("\(name) has to be from 1 to 1000000000")
      }
    }
    if let warmUp, !(0...1_000_000_000).contains(warmUp) {
      throw ValidationError("--warm-up has to be from 0 to 1000000000")
    }
    if endMoved != nil && steps == nil {
      throw ValidationError("--end-moved needs --steps, the end that the last move led to")
    }
    if let microBatchSize, let batchSize { try checkParts(microBatchSize, of: batchSize) }
    if let learningRate, !(learningRate > 0 && learningRate <= 1e6) {
      throw ValidationError("--learning-rate has to be above 0 and at most 1000000")
    }
    if let weightDecay, !(weightDecay >= 0 && weightDecay <= 1000) {
      throw ValidationError("--weight-decay has to be from 0 to 1000")
    }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads has to be from 1 to 256") }
  }

  /// Throws where a batch cannot be read in parts of the size asked for.
  func checkParts(_ microBatchSize: Int, of batchSize: Int) throws {
    let fitting = TrainingPlan.microBatchSize(of: batchSize, most: microBatchSize)
    guard fitting == microBatchSize else {
      throw ValidationError("--micro-batch-size has to divide the batch size, \(batchSize); \(fitting) would do")
    }
  }

  /// The batch that was asked for as a plan records it that had only `count` examples to fill it with.
  func fitted(to count: Int) -> LoopOptions {
    guard let batchSize else { return self }
    var (plan, result) = (TrainingPlan(batchSize: batchSize, rngSeed: 0, totalSteps: nil), self)
    plan.microBatchSize = microBatchSize
    plan.reduceBatch(to: min(batchSize, count))
    result.batchSize = plan.batchSize
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
  /// - usual: what suits model and data where nothing is asked for; its rate is AdamW's.
  func plan(rngSeed: UInt64, usual: UsualLoop) throws -> TrainingPlan {
    let kind = optimizer ?? .adamw
    let batchSize = batchSize ?? usual.batchSize
    if let microBatchSize { try checkParts(microBatchSize, of: batchSize) }
    return TrainingPlan(
      batchSize: batchSize, microBatchSize: microBatchSize,
      optimizer: OptimizerSettings(
        kind: kind, learningRate: learningRate ?? (kind == .adamw ? usual.learningRate : nil),
        weightDecay: weightDecay ?? usual.weightDecay, gradientMemory: kind == .adamw ? usual.gradientMemory : nil),
      schedule: LearningRateSchedule(
        decay: schedule ?? .trapezoid, warmUpSteps: warmUp ?? usual.warmUpSteps, moves: endMoved?.moves ?? []),
      rngSeed: rngSeed, totalSteps: steps, evaluationInterval: evaluateEvery, evaluationLength: evaluationLength)
  }
}

/// What a training does unless something else is asked for.
struct UsualLoop {
  let batchSize: Int
  /// AdamW's.
  let learningRate: Double
  var weightDecay = 0.01
  /// AdamW's β₁; nil for 0.9.
  var gradientMemory: Double?
  let warmUpSteps: Int
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
