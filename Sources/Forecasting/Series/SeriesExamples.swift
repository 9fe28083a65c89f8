import Checkpoints
import Files
import Kernels
import Network
import Training

/// A series as examples: windows in a new random order each epoch for a network that predicts from the last step of
/// a window, streams with a carried state for one that predicts at every step.
public struct SeriesExamples: ExampleSource {
  /// The columns and their scales.
  public let subject: SeriesSubject
  /// Rows and the hash of their scaled values.
  public let identity: DataIdentity
  private let windows: SeriesWindows
  private let trainingWindows, validationWindows: Range<Int>
  private let batchSize: Int
  private var reading: Reading
  /// `[T·B, D]`, and `[B, 1]` or `[T·B, 1]` of streams, scaled.
  private let inputs, targetValues: Matrix

  private enum Reading: Sendable {
    case windows(ExampleOrder)
    case streams(LoopingStreams)
  }

  /// The examples of a plan. Its B and T have to fit the series (`TrainingPlan.fit`).
  ///
  /// - windows: all rows, scaled.
  public init(
    subject: SeriesSubject, windows: SeriesWindows, split: SeriesSplit, plan: TrainingPlan, reading: SeriesReading,
    position: StreamPosition = StreamPosition()
  ) {
    (self.subject, self.windows, batchSize) = (subject, windows, plan.batchSize)
    (trainingWindows, validationWindows) = (split.trainingWindows, split.validationWindows)
    inputs = Matrix(rows: plan.sequenceLength * plan.batchSize, columns: windows.featureCount)
    switch reading {
    case .windows:
      self.reading = .windows(
        ExampleOrder(count: split.trainingWindows.count, seed: plan.rngSeed, position: position))
      targetValues = Matrix(rows: plan.batchSize, columns: 1)
    case .streams:
      self.reading = .streams(
        LoopingStreams(
          rows: split.trainingRows.count, batchSize: plan.batchSize, sequenceLength: plan.sequenceLength,
          seed: plan.rngSeed, position: position))
      targetValues = Matrix(rows: inputs.rows, columns: 1)
    }
    var hash = XXHash64()
    windows.values.withUnsafeBytes { hash.update($0) }
    identity = DataIdentity(count: windows.rowCount, fingerprint: hash.digest)
  }

  /// The last batch of an epoch of windows goes on with the next one's.
  public var batchesPerEpoch: Int {
    switch reading {
    case .windows(let order): (order.count + batchSize - 1) / batchSize
    case .streams(let streams): streams.batchesPerEpoch
    }
  }

  /// B windows, or B · T rows of streams.
  public var examplesPerBatch: Int { targetValues.rows }
  /// Rows that are held out to be predicted.
  public var heldOutCount: Int { validationWindows.count }

  /// The place in the order of the windows, or where the streams stand.
  public var position: StreamPosition {
    switch reading {
    case .windows(let order): order.position
    case .streams(let streams): streams.position
    }
  }

  /// The next windows, or the next chunk of every stream.
  public mutating func next(step: Int) -> Batch {
    let resets: StreamResets
    switch reading {
    case .windows(var order):
      for b in 0..<batchSize {
        windows.write(order.next(), quantity: subject.quantity, to: b, of: inputs, target: targetValues)
      }
      resets = .all
      reading = .windows(order)
    case .streams(var streams):
      resets = streams.next(step: step) { b, row in
        windows.write(
          from: row, quantity: subject.quantity, to: b, of: inputs, targets: targetValues, batchSize: batchSize)
      }
      reading = .streams(streams)
    }
    return Batch(input: .features(inputs), targets: .values(targetValues), resets: resets)
  }

  /// Examples spread evenly over a part. Streams are read after a warm-up, for which the first half of the training part
  /// is there.
  public func examples(of part: EvaluationPart) -> EvaluationExamples? {
    let first = if case .streams = reading { trainingWindows.count / 2 } else { 0 }
    let (range, most) = part.choose(heldOut: validationWindows, training: first..<trainingWindows.upperBound)
    let count = min(range.count, most)
    guard count > 0 else { return nil }
    let (windows, quantity) = (windows, subject.quantity)
    guard case .windows = reading else { return windows.evaluation(of: range, most: most, quantity: quantity) }
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
