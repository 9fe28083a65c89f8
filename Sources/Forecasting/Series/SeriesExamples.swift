import Checkpoints
import Files
import Kernels
import Network
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
  /// `[T·B, D]` and `[B, 1]`, scaled.
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
  /// The next B windows, each from the empty state.
  public mutating func next(step: Int) -> Batch {
    for b in 0..<batchSize {
      windows.write(order.next(), quantity: subject.quantity, to: b, of: inputs, target: targetValues)
    }
    return Batch(input: .features(inputs), targets: .values(targetValues), resets: .all)
  }

  /// Windows spread evenly over a part.
  public func examples(of part: EvaluationPart) -> EvaluationExamples? {
    let (range, most) = part.choose(heldOut: validationWindows, training: trainingWindows)
    let count = min(range.count, most)
    guard count > 0 else { return nil }
    let (windows, quantity) = (windows, subject.quantity)
    return .windows(count) { number, column, features, targets in
      let window = range.lowerBound + number * range.count / count
      windows.write(window, quantity: quantity, to: column, of: features, target: targets)
    }
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
