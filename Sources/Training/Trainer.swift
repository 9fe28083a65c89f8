import Checkpoints
import Kernels
import Network
import TextEncoding

/// Trains a model on a tokenised corpus, one step at a time.
///
/// Memory: `memoryBytes`.
public struct Trainer: Sendable {
  /// What one step did.
  public struct Step: Equatable, Sendable {
    /// The mean loss of the batch before the update.
    public let lossNats: Double
    /// The length of the gradient before clipping.
    public let gradientNorm: Double
  }

  /// The network.
  public let model: SequenceModel
  /// Text to tokens.
  public let tokenizer: Tokenizer
  /// The plan and how far it has come.
  public internal(set) var record: TrainingRecord
  /// The latest weights.
  public let parameters: ParameterVector
  /// The weights of the lowest held-out loss; the latest ones until something was evaluated.
  let best: ParameterVector
  let optimizer: Optimizer
  let state: RecurrentState
  private let corpus: TokenizedCorpus
  private let gradients: ParameterVector
  private let packed: PackedWeights
  private let team: ThreadTeam
  private var trace: SequenceTrace
  private var stream: BatchStream
  private var inputs: [Int32]
  private var targets: [Int32]

  /// Tokens that are trained on; the rest is held out.
  public let trainingTokens: Int

  /// About how many bytes a trainer takes at most: what its vectors hold (latest and best weights, gradients, packed
  /// weights twice, moments), the copies of weights and moments that a rehearsal keeps, and its trace.
  public static func memoryBytes(model: SequenceModel, plan: TrainingPlan) -> Double {
    let vectors = Double(model.layout.count) * Double(6 + 2 * plan.optimizer.kind.momentNames.count)
    let widths = model.layers.map { Double($0.hiddenSize) }
    let perRow = widths.reduce(0) { $0 + (model.configuration.dropout > 0 ? 8 : 6) * $1 } + 2 * (widths.max() ?? 0)
    return 4 * (vectors + perRow * Double(plan.batchSize) * Double(plan.sequenceLength))
  }

  /// Tokens of a corpus that a plan trains on.
  public static func trainingTokens(of count: Int, validationShare: Double) -> Int {
    count - Int(Double(count) * validationShare)
  }

  /// A trainer at its first step. The plan's B and T have to fit the corpus (`BatchStream.fit`).
  public init(
    model: SequenceModel, tokenizer: Tokenizer, corpus: TokenizedCorpus, plan: TrainingPlan, threads: Int
  ) {
    let record = TrainingRecord(plan: plan, corpusTokens: corpus.count, corpusFingerprint: corpus.fingerprint)
    var generator = Philox(seed: plan.rngSeed, stream: RandomStream.initialWeights)
    let parameters = ParameterVector(initialized: model.layout, using: &generator)
    self.init(
      model: model, tokenizer: tokenizer, corpus: corpus, record: record, parameters: parameters, threads: threads)
  }

  init(
    model: SequenceModel, tokenizer: Tokenizer, corpus: TokenizedCorpus, record: TrainingRecord,
    parameters: ParameterVector, threads: Int
  ) {
    let plan = record.plan
    (self.model, self.tokenizer, self.corpus, self.record) = (model, tokenizer, corpus, record)
    self.parameters = parameters
    best = parameters.copy()
    gradients = ParameterVector(zeros: model.layout)
    optimizer = Optimizer(settings: plan.optimizer, layout: model.layout)
    state = RecurrentState(model: model, batchSize: plan.batchSize)
    team = ThreadTeam(threads: threads)
    packed = PackedWeights(model: model, forTraining: true)
    trace = SequenceTrace(
      model: model, steps: plan.sequenceLength, batchSize: plan.batchSize, threads: threads, forTraining: true)
    trainingTokens = Self.trainingTokens(of: corpus.count, validationShare: plan.validationShare)
    stream = BatchStream(
      tokens: trainingTokens, batchSize: plan.batchSize, sequenceLength: plan.sequenceLength, seed: plan.rngSeed,
      epoch: record.epoch, position: record.position)
    inputs = [Int32](repeating: 0, count: plan.batchSize * plan.sequenceLength)
    targets = inputs
    packed.pack(parameters, of: model, on: team)
  }

  func refreshPackedWeights() { packed.pack(parameters, of: model, on: team) }

  /// Batches in an epoch.
  public var stepsPerEpoch: Int { stream.batchesPerEpoch }

  /// Makes steps in `body` and takes them back: what a time budget is measured with before the steps are counted.
  ///
  /// Keeps a copy of the weights and moments meanwhile.
  public mutating func rehearse(_ body: (inout Trainer) throws -> Void) rethrows {
    let kept = (record, stream, parameters.copy(), optimizer.moments.map { $0.copy() })
    let carried = RecurrentState(model: model, batchSize: record.plan.batchSize)
    carried.assign(state)
    defer {
      (record, stream) = (kept.0, kept.1)
      parameters.row.assign(kept.2.row)
      for (moment, copy) in zip(optimizer.moments, kept.3) { moment.row.assign(copy.row) }
      state.assign(carried)
      refreshPackedWeights()
    }
    // Far from the end, whatever the schedule.
    record.plan.totalSteps = 1 << 40
    try body(&self)
  }

  /// Sets the number of all steps, from which the schedule follows; not below those done.
  public mutating func fixTotalSteps(_ steps: Int) {
    precondition(steps >= record.step, "\(steps) steps in all after \(record.step)")
    record.plan.totalSteps = steps
  }

  /// The next batch: forward, backward, clip, update. Throws when it is no longer a number, without updating.
  public mutating func step() throws(TrainingError) -> Step {
    let corpus = corpus
    if stream.next(inputs: &inputs, targets: &targets, token: { Int32(corpus[$0]) }) { state.reset() }
    startOneStreamAnew()
    let loss = model.gradients(
      tokens: inputs, targets: targets, state: state, parameters: parameters, packed: packed, trace: &trace,
      dropout: dropout, into: gradients, on: team)
    let norm = sumOfSquares(gradients.row).squareRoot()
    guard loss.isFinite, norm.isFinite else { throw .diverged(step: record.step + 1, lossNats: loss) }
    clip(norm: norm)
    let factor = record.plan.schedule.factor(step: record.step, totalSteps: record.plan.totalSteps)
    record.step += 1
    optimizer.update(parameters, gradients: gradients, rateFactor: factor, step: record.step, on: team)
    packed.pack(parameters, of: model, on: team)
    (record.epoch, record.position) = (stream.epoch, stream.position)
    record.smoothedLossNats = record.smoothedLossNats.map { $0 + (loss - $0) * 0.02 } ?? loss
    return Step(lossNats: loss, gradientNorm: norm)
  }

  /// Samples begin from the empty state, which a carried state never comes back to: so the streams take turns in
  /// starting from it, one a step and each at most every 32 steps.
  private func startOneStreamAnew() {
    let turn = record.step % max(32, record.plan.batchSize)
    if turn < record.plan.batchSize { state.reset(stream: turn) }
  }

  private var dropout: DropoutDraw? {
    let rate = model.configuration.dropout
    guard rate > 0 else { return nil }
    return DropoutDraw(rate: rate, seed: record.plan.rngSeed, step: UInt64(record.step))
  }

  private func clip(norm: Double) {
    let largest = record.plan.largestGradientNorm
    if norm > largest { scale(gradients.row, by: Float(largest / norm)) }
  }

  /// The mean loss over the held-out part in one stateful pass, the training state untouched; nil without one.
  ///
  /// Long parts are read in several places at once, each after a warm-up (`SequenceModel.PassLayout`).
  public func validationLossNats() -> Double? {
    let (first, count) = (trainingTokens, corpus.count - trainingTokens)
    guard count > 1 else { return nil }
    return model.meanLossNats(
      count: count, layout: .init(count: count), token: { Int32(corpus[first + $0]) }, parameters: parameters,
      packed: packed, on: team)
  }

  /// Whether the step just made is one to evaluate after.
  public var isEvaluationDue: Bool {
    let (step, total) = (record.step, record.plan.totalSteps)
    return step == total || step % record.plan.evaluationInterval(steps: total, stepsPerEpoch: stepsPerEpoch) == 0
  }

  /// Evaluates, and keeps the weights when they are the best so far. Throws when the loss is no number.
  public mutating func evaluate() throws(TrainingError) -> Double? {
    guard let loss = validationLossNats() else { return nil }
    guard loss.isFinite else { throw .diverged(step: record.step, lossNats: loss) }
    record.validationNats = loss
    if record.bestValidationNats.map({ loss < $0 }) ?? true {
      best.row.assign(parameters.row)
      (record.bestValidationNats, record.bestStep) = (loss, record.step)
    }
    return loss
  }
}
