import Checkpoints
import Kernels
import Network
import Workers

/// A training on a text.
public typealias TextTrainer = Trainer<TextExamples>

/// Trains a model on examples, one step at a time.
///
/// A reference, since what it changes is large: weights, moments and buffers. Memory: `memoryBytes`.
public final class Trainer<Source: ExampleSource> {
  /// What one step did.
  public struct Step: Equatable, Sendable {
    /// The mean loss of the batch before the update.
    public let loss: Double
    /// The length of the gradient before clipping.
    public let gradientNorm: Double
  }

  /// What it learns from.
  public private(set) var source: Source
  /// The plan and how far it has come.
  public internal(set) var record: TrainingRecord
  /// The weights of the lowest held-out loss; the latest ones until something was evaluated.
  let best: ParameterVector
  let optimizer: Optimizer
  /// What all streams carry from batch to batch.
  let state: RecurrentState
  /// What they carried before the step that is being made.
  private let stateBefore: RecurrentState
  let trainee: TrainableModel
  /// The processes that share the training.
  public let workers: any Communicator
  private let pass: TrainingPass
  private let sums: PartSums
  private var microBatches: MicroBatches
  /// The moments of all processes, until the next step; nil where they are the optimiser's own.
  private(set) var collected: [ParameterVector]?
  /// Of each piece of a batch.
  private var losses: [Double]

  /// A trainer at its first step, with initial weights drawn by the plan's seed.
  ///
  /// - workers: the processes that share the training, at most one for each part of a batch.
  public convenience init(
    model: SequenceModel, source: Source, plan: TrainingPlan, threads: Int, workers: any Communicator = Alone()
  ) {
    var generator = Philox(seed: plan.rngSeed, purpose: RandomPurpose.initialWeights)
    let trainee = TrainableModel(
      model, ParameterVector(initialized: model.layout, using: &generator), threads: threads)
    self.init(trainee, source: source, record: TrainingRecord(plan: plan, data: source.identity), workers: workers)
  }

  /// A trainer at its first step that begins with a model's weights.
  ///
  /// - parameters: of the model; they are changed.
  public convenience init(
    model: SequenceModel, from origin: TrainingOrigin, _ parameters: ParameterVector, source: Source,
    plan: TrainingPlan, threads: Int, workers: any Communicator = Alone()
  ) {
    var record = TrainingRecord(plan: plan, data: source.identity)
    record.origin = origin
    self.init(TrainableModel(model, parameters, threads: threads), source: source, record: record, workers: workers)
  }

  init(_ trainee: TrainableModel, source: Source, record: TrainingRecord, workers: any Communicator) {
    let (plan, model) = (record.plan, trainee.model)
    (self.trainee, self.source, self.record, self.workers) = (trainee, source, record, workers)
    best = trainee.parameters.copy()
    state = RecurrentState(model: model, batchSize: plan.batchSize)
    stateBefore = RecurrentState(model: model, batchSize: plan.batchSize)
    microBatches = MicroBatches(of: state, plan)
    losses = [Double](repeating: 0, count: microBatches.count)
    pass = TrainingPass(trainee, steps: plan.sequenceLength, streams: microBatches.size)
    sums = PartSums(trainee, pass, parts: plan.partCount, among: workers)
    optimizer = Optimizer(settings: plan.optimizer, layout: model.layout, owning: sums.updated)
  }

  /// The network.
  public var model: SequenceModel { trainee.model }
  /// The latest weights.
  public var parameters: ParameterVector { trainee.parameters }

  /// About how many bytes a trainer takes at most: what its vectors hold (latest and best weights, gradients, packed
  /// weights twice, moments, sums of parts that wait for others, slices of all processes' sums) and the buffers of its pass.
  ///
  /// - processes: those that share the training, at most one for each part of a batch.
  public static func memoryBytes(model: SequenceModel, plan: TrainingPlan, processes: Int = 1) -> Double {
    let waiting = Int.bitWidth - (plan.partCount - 1).leadingZeroBitCount
    let tree = PartTree(count: plan.partCount, processes: processes)
    let sums = processes == 1 ? 0 : (0..<processes).reduce(0) { $0 + tree.nodes(of: $1).count }
    let vectors =
      Double(model.layout.count)
      * (Double(5 + waiting + plan.optimizer.kind.momentNames.count) + Double(sums) / Double(processes))
    let pass = TrainingPass.floatCount(of: model, steps: plan.sequenceLength, streams: plan.streamsAtOnce)
    return 4 * (vectors + pass)
  }

  /// After weights were written from outside.
  package func weightsChanged() { trainee.weightsChanged() }

  /// Batches in an epoch.
  public var stepsPerEpoch: Int { source.batchesPerEpoch }

  /// Whether all steps are made; never while a time budget has not fixed their number.
  public var isComplete: Bool { record.plan.totalSteps.map { record.step >= $0 } ?? false }

  /// Whether all steps are made and all that was to be measured is.
  public var isFinished: Bool { isComplete && record.pending == nil }

  /// Examples that are learnt from in a step: characters, or windows.
  public var examplesPerStep: Int { source.examplesPerBatch }

  /// Sets the number of all steps, from which the schedule follows; it is at least the steps done.
  ///
  /// Where the learning rate of a step already made would have been another one, the progress reached stands.
  public func fixTotalSteps(_ steps: Int) {
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
  public func setTimeBudget(seconds: Double?) {
    record.plan.seconds = seconds
    if seconds == nil { record.usedSeconds = nil }
  }

  /// Records the time used so far, where a time budget counts it.
  func noteUsed(seconds: Double) {
    if record.plan.seconds != nil { record.usedSeconds = seconds }
  }

  /// Lets a time budget find the number of steps anew.
  public func reopen(forSeconds seconds: Double) {
    record.plan.schedule.removeMoves()
    (record.plan.totalSteps, record.plan.seconds) = (nil, seconds)
  }

  /// Decides how often and on how much the training is evaluated, unless that is decided.
  ///
  /// - expectedSteps: about how many steps it will have, where the plan does not say.
  public func settleEvaluations(expectedSteps: Int) {
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

  /// Characters that an n-gram model counts, and that are searched for copies: of those that a text trains on, as many as
  /// are read in all steps, or 2 million. The same steps have the same number everywhere. 0 of what is no text.
  public var comparedLength: Int {
    min(
      source.comparableLength, max(2_000_000, (record.plan.totalSteps ?? record.step).multiplied(by: examplesPerStep)))
  }

  /// The next batch: forward, backward, clip, update. Throws when it is no longer a number, without updating.
  ///
  /// - stop: what may end the step before its time. Then `Interruption` is thrown, and what `checkpoint` makes is as before
  ///   the step; whoever goes on resumes from that. A step that several processes share is always made whole.
  public func step(unless stop: StopCheck? = nil) throws -> Step {
    collected = nil
    let batch = source.next(step: record.step)
    stateBefore.assign(state)
    batch.resets.apply(to: state)
    pass.stop = workers.isAlone ? stop : nil
    let loss = computeGradients(of: batch)
    if pass.stop.isOver {
      state.assign(stateBefore)
      throw Interruption()
    }
    let (parts, norm) = (sums.owned, sums.sumOfSquares.squareRoot())
    guard loss.isFinite, norm.isFinite else { throw TrainingError.diverged(step: record.step + 1, loss: loss) }
    clip(parts, norm: norm)
    let factor = record.plan.schedule.factor(step: record.step, end: record.plan.totalSteps)
    record.step += 1
    optimizer.update(
      parameters, gradients: trainee.gradients, parts: parts, rateFactor: factor, step: record.step,
      on: trainee.loaded.team)
    sums.gather(parameters)
    weightsChanged()
    record.position = source.position
    (record.measured, record.pending) = (nil, nil)
    // Over about the last tenth of the steps, and at most fifty.
    let weight = max(0.02, 10 / Double(record.step + 9))
    record.smoothedLoss = record.smoothedLoss.map { $0 + (loss - $0) * weight } ?? loss
    return Step(loss: loss, gradientNorm: norm)
  }

  /// The mean loss of the batch, and this process's slice of its gradients.
  private func computeGradients(of batch: Batch) -> Double {
    let (count, configuration) = (microBatches.count, model.configuration)
    sums.addUp { part in
      for index in pieces(of: part..<part + 1) where !pass.stop.isOver {
        let dropout = DropoutDraw(
          rate: configuration.dropout, recurrentRate: configuration.recurrentDropout, seed: record.plan.rngSeed,
          draw: UInt64(record.step) &* UInt64(count) &+ UInt64(index))
        let piece = microBatches.piece(index, of: batch)
        pass.state = microBatches.states[index]
        losses[index] = pass.addGradients(
          piece.input, targets: piece.targets, dropout: dropout, fraction: 1 / Float(count))
      }
    }
    workers.gather(&losses, slices: (0..<workers.count).map { pieces(of: sums.tree.parts(of: $0)) })
    return losses.reduce(0, +) / Double(count)
  }

  private func pieces(of parts: Range<Int>) -> Range<Int> {
    let perPart = microBatches.count / sums.tree.count
    return parts.lowerBound * perPart..<parts.upperBound * perPart
  }

  private func clip(_ parts: VectorParts, norm: Double) {
    let largest = record.plan.largestGradientNorm
    guard norm > largest else { return }
    for floats in [parts.always, parts.rows] {
      scale(trainee.gradients.row, at: floats, by: Float(largest / norm))
    }
  }

  /// Completes what each process has a slice of beside the weights, the moments and the carried states, so that the first
  /// process can save the training before the next step.
  package func collect() {
    if workers.isAlone { return }
    collected = workers.isFirst ? [] : nil
    for index in optimizer.settings.kind.momentNames.indices {
      let moment = optimizer.moment(index)
      sums.gather(moment)
      collected?.append(moment)
    }
    let streams = (0..<workers.count).map { process in
      let pieces = pieces(of: sums.tree.parts(of: process))
      return pieces.lowerBound * microBatches.size..<pieces.upperBound * microBatches.size
    }
    for (_, values) in state.parts {
      let row = Matrix(storage: values.storage, offset: values.offset, rows: 1, columns: values.rows * values.columns)
      workers.gather(
        row, slices: streams.map { $0.lowerBound * values.columns..<$0.upperBound * values.columns })
    }
  }
}
