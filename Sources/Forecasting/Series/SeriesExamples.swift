import Checkpoints
import Kernels
import Network
import TextEncoding
import Training

/// The windows of a series as examples, those of the training part in a new random order each epoch.
public struct SeriesExamples: ExampleSource {
  /// The columns and their scales.
  public let subject: SeriesSubject
  /// Rows and the hash of their scaled values.
  public let identity: DataIdentity
  private let windows: SeriesWindows
  private let trainingWindows, validationWindows: Range<Int>
  private let batchSize: Int
  private var order: ExampleOrder
  /// `[T·B, D]` and `[B, 1]`.
  private let inputs, targetValues: Matrix

  /// The examples of a plan, whose T is the windows' length.
  ///
  /// - windows: all rows, scaled.
  public init(
    subject: SeriesSubject, windows: SeriesWindows, split: SeriesSplit, plan: TrainingPlan,
    position: StreamPosition = StreamPosition()
  ) {
    (self.subject, self.windows, batchSize) = (subject, windows, plan.batchSize)
    (trainingWindows, validationWindows) = (split.trainingWindows, split.validationWindows)
    order = ExampleOrder(count: split.trainingWindows.count, seed: plan.rngSeed, position: position)
    inputs = Matrix(rows: plan.sequenceLength * plan.batchSize, columns: windows.featureCount)
    targetValues = Matrix(rows: plan.batchSize, columns: 1)
    var hash = XXHash64()
    windows.values.withUnsafeBytes { hash.update($0) }
    identity = DataIdentity(count: windows.rowCount, fingerprint: hash.digest)
  }

  /// The last batch of an epoch goes on with the next one's windows.
  public var batchesPerEpoch: Int { (order.count + batchSize - 1) / batchSize }
  /// B
  public var examplesPerBatch: Int { batchSize }
  /// Windows whose target is held out.
  public var heldOutCount: Int { validationWindows.count }
  /// The place in the epoch's order.
  public var position: StreamPosition { order.position }
  /// `[T·B, D]`, scaled.
  public var input: SequenceInput { .features(inputs) }
  /// `[B, 1]`, scaled.
  public var targets: SequenceTargets { .values(targetValues) }

  /// The next B windows, each from the empty state.
  public mutating func advance(step: Int, state: RecurrentState) {
    for b in 0..<batchSize {
      windows.write(order.next(), quantity: subject.quantity, to: b, of: inputs, target: targetValues)
    }
    state.reset()
  }

  /// The mean squared error of scaled targets.
  public func meanLoss(
    of part: EvaluationPart, model: SequenceModel, parameters: ParameterVector, packed: PackedWeights,
    on team: ThreadTeam
  ) -> MeanLoss? {
    let (range, most) = part.choose(heldOut: validationWindows, training: trainingWindows)
    let count = min(range.count, most)
    guard count > 0 else { return nil }
    let size = min(64, count)
    var trace = SequenceTrace(
      model: model, steps: windows.steps, batchSize: size, forTraining: false)
    let state = RecurrentState(model: model, batchSize: size)
    let inputs = Matrix(rows: windows.steps * size, columns: windows.featureCount)
    let targets = Matrix(rows: size, columns: 1)
    var sum = 0.0
    for first in stride(from: 0, to: count, by: size) {
      for b in 0..<size {
        let window = range.lowerBound + min(first + b, count - 1) * range.count / count
        windows.write(window, quantity: subject.quantity, to: b, of: inputs, target: targets)
      }
      state.reset()
      let losses = model.losses(
        .features(inputs), targets: .values(targets), state: state, parameters: parameters, packed: packed,
        trace: &trace, on: team)
      for b in 0..<min(size, count - first) { sum += Double(losses[b, 0]) }
    }
    return MeanLoss(mean: sum / Double(count), count: count)
  }
}

extension SeriesWindows {
  /// Writes a window as column `b` of a batch of B, `[T·B, D]`, and what it is to predict into row `b` of `target`
  /// `[B, 1]`.
  func write(_ window: Int, quantity: PredictedQuantity, to b: Int, of inputs: Matrix, target: Matrix) {
    let origin = quantity.encode(steps: steps, to: b, of: inputs, batchSize: target.rows) { step, feature in
      values[(window + step) * featureCount + feature]
    }
    target[b, 0] = self.target(of: window) - origin
  }
}
