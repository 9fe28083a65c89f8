import Checkpoints
import Kernels
import Network

/// A training on a text.
public typealias TextTrainer = Trainer<TextExamples>

/// Trains a model on examples, one step at a time.
///
/// Memory: `memoryBytes`.
public struct Trainer<Source: ExampleSource>: Sendable {
  /// What one step did.
  public struct Step: Equatable, Sendable {
    /// The mean loss of the batch before the update.
    public let loss: Double
    /// The length of the gradient before clipping.
    public let gradientNorm: Double
  }

  /// The network.
  public let model: SequenceModel
  /// What it learns from.
  public private(set) var source: Source
  /// The plan and how far it has come.
  public internal(set) var record: TrainingRecord
  /// The latest weights.
  public let parameters: ParameterVector
  /// The weights of the lowest held-out loss; the latest ones until something was evaluated.
  let best: ParameterVector
  let optimizer: Optimizer
  let state: RecurrentState
  private var microBatches: MicroBatches
  private let gradients: ParameterVector
  private let packed: PackedWeights
  private let team: ThreadTeam
  private var trace: SequenceTrace

  /// A trainer at its first step, with initial weights drawn by the plan's seed.
  public init(model: SequenceModel, source: Source, plan: TrainingPlan, threads: Int) {
    var generator = Philox(seed: plan.rngSeed, stream: RandomStream.initialWeights)
    self.init(
      model: model, source: source, record: TrainingRecord(plan: plan, data: source.identity),
      parameters: ParameterVector(initialized: model.layout, using: &generator), threads: threads)
  }

  init(model: SequenceModel, source: Source, record: TrainingRecord, parameters: ParameterVector, threads: Int) {
    let plan = record.plan
    (self.model, self.source, self.record, self.parameters) = (model, source, record, parameters)
    best = parameters.copy()
    gradients = ParameterVector(zeros: model.layout)
    optimizer = Optimizer(settings: plan.optimizer, layout: model.layout)
    state = RecurrentState(model: model, batchSize: plan.batchSize)
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: true)
    microBatches = MicroBatches(of: state, batchSize: plan.batchSize, size: plan.microBatchSize)
    trace = SequenceTrace(
      model: model, steps: plan.sequenceLength, batchSize: microBatches.size, forTraining: true)
    packed.pack(parameters, of: model, on: team)
  }

  /// About how many bytes a trainer takes at most: what its vectors hold (latest and best weights, gradients, packed
  /// weights twice, moments) and its trace.
  public static func memoryBytes(model: SequenceModel, plan: TrainingPlan) -> Double {
    let vectors = Double(model.layout.count) * Double(5 + plan.optimizer.kind.momentNames.count)
    let widths = model.layers.map { Double($0.outputSize) }
    let perRow = widths.reduce(0) { $0 + (model.configuration.dropout > 0 ? 8 : 6) * $1 } + 2 * (widths.max() ?? 0)
    let streams = plan.microBatchSize ?? plan.batchSize
    return 4 * (vectors + perRow * Double(streams) * Double(plan.sequenceLength))
  }

  func refreshPackedWeights() { packed.pack(parameters, of: model, on: team) }

  /// Batches in an epoch.
  public var stepsPerEpoch: Int { source.batchesPerEpoch }

  /// Whether all steps are made; never while a time budget has not fixed their number.
  public var isComplete: Bool { record.plan.totalSteps.map { record.step >= $0 } ?? false }

  /// Examples that are learnt from in a step: characters, or windows.
  public var examplesPerStep: Int { source.examplesPerBatch }

  /// Sets the number of all steps, from which the schedule follows; it is at least the steps done.
  ///
  /// Where the learning rate of a step already made would have been another one, the progress reached stands.
  public mutating func fixTotalSteps(_ steps: Int) {
    let (done, plan) = (record.step, record.plan)
    let total = max(steps, done)
    let wasOpen = plan.totalSteps == nil || plan.seconds != nil
    if wasOpen, plan.schedule.differs(before: done, end: plan.totalSteps, other: total) {
      record.plan.schedule.move(at: done, from: plan.totalSteps)
    } else if !wasOpen, plan.totalSteps != total {
      record.plan.schedule.removeMoves()
    }
    record.plan.totalSteps = total
  }

  /// Records the time budget that fixes the number of steps, or may still move it; nil when the number stands.
  public mutating func setTimeBudget(seconds: Double?) { record.plan.seconds = seconds }

  /// Lets a time budget find the number of steps anew.
  public mutating func reopen(forSeconds seconds: Double) {
    record.plan.schedule.removeMoves()
    (record.plan.totalSteps, record.plan.seconds) = (nil, seconds)
  }

  /// Decides how often and on how much the training is evaluated, unless that is decided.
  ///
  /// - expectedSteps: about how many steps it will have, where the plan does not say.
  public mutating func settleEvaluations(expectedSteps: Int) {
    let cost = evaluationCost(steps: record.plan.totalSteps ?? expectedSteps)
    let length = record.plan.evaluationLength ?? cost.length
    record.plan.evaluationLength = length
    record.plan.evaluationInterval = record.plan.evaluationInterval ?? cost.interval(length: length)
  }

  private func evaluationCost(steps: Int) -> EvaluationCost {
    EvaluationCost(steps: steps, examplesPerBatch: source.examplesPerBatch, heldOut: source.heldOutCount)
  }

  /// Examples of which `measure` reads the losses: those held out, and as many that were trained on.
  public var finalLength: Int { evaluationCost(steps: record.plan.totalSteps ?? record.step).finalLength }

  /// The next batch: forward, backward, clip, update. Throws when it is no longer a number, without updating.
  public mutating func step() throws(TrainingError) -> Step {
    source.advance(step: record.step, state: state)
    let loss = computeGradients()
    let norm = sumOfSquares(gradients.row).squareRoot()
    guard loss.isFinite, norm.isFinite else { throw .diverged(step: record.step + 1, loss: loss) }
    clip(norm: norm)
    let factor = record.plan.schedule.factor(step: record.step, end: record.plan.totalSteps)
    record.step += 1
    optimizer.update(parameters, gradients: gradients, rateFactor: factor, step: record.step, on: team)
    packed.pack(parameters, of: model, on: team)
    record.position = source.position
    record.measured = nil
    // Over about the last tenth of the steps, and at most fifty.
    let weight = max(0.02, 10 / Double(record.step + 9))
    record.smoothedLoss = record.smoothedLoss.map { $0 + (loss - $0) * weight } ?? loss
    return Step(loss: loss, gradientNorm: norm)
  }

  /// The mean loss of the batch, and its gradients.
  private mutating func computeGradients() -> Double {
    gradients.row.fill(0)
    let count = microBatches.count
    var sum = 0.0
    for index in 0..<count {
      let dropout = DropoutDraw(
        rate: model.configuration.dropout, recurrentRate: model.configuration.recurrentDropout,
        seed: record.plan.rngSeed, step: UInt64(record.step) &* UInt64(count) &+ UInt64(index))
      sum += model.addGradients(
        microBatches.input(index, of: source.input), targets: microBatches.targets(index, of: source.targets),
        state: microBatches.states[index], parameters: parameters, packed: packed, trace: &trace, dropout: dropout,
        share: 1 / Float(count), into: gradients, on: team)
    }
    return sum / Double(count)
  }

  private func clip(norm: Double) {
    let largest = record.plan.largestGradientNorm
    if norm > largest { scale(gradients.row, by: Float(largest / norm)) }
  }

  /// The mean loss of a part of the examples by the latest weights, the training state untouched; nil of an empty part.
  public func meanLoss(of part: EvaluationPart) -> MeanLoss? {
    source.meanLoss(of: part, model: model, parameters: parameters, packed: packed, on: team)
  }

  /// Whether the step just made is one to evaluate after.
  public var isEvaluationDue: Bool {
    isComplete || record.plan.evaluationInterval.map { record.step.isMultiple(of: $0) } ?? false
  }

  /// Evaluates, and keeps the weights when they are the best so far. Throws when the loss is no number.
  public mutating func evaluate() throws(TrainingError) -> Double? {
    guard let loss = meanLoss(of: .heldOut(most: record.plan.evaluationLength ?? .max))?.mean else { return nil }
    guard loss.isFinite else { throw .diverged(step: record.step, loss: loss) }
    record.validationLoss = loss
    if record.bestValidationLoss.map({ loss < $0 }) ?? true {
      best.row.assign(parameters.row)
      (record.bestValidationLoss, record.bestStep) = (loss, record.step)
    }
    return loss
  }

  /// Measures the weights that are kept, without dropout: over what is held out, and over as much of what was trained
  /// on. Of a training so short that this would take much of its time, over a part.
  public mutating func measure() {
    let weights = record.bestStep == nil ? parameters : best
    let length = finalLength
    packed.pack(weights, of: model, on: team)
    defer { refreshPackedWeights() }
    func loss(_ part: EvaluationPart) -> MeanLoss? {
      source.meanLoss(of: part, model: model, parameters: weights, packed: packed, on: team)
    }
    record.measured = MeasuredLosses(heldOut: loss(.heldOut(most: length)), training: loss(.training(most: length)))
  }
}
