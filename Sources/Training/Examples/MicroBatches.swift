import Kernels
import Network

/// A batch cut into pieces of equally many streams, which are read one after the other while their gradients are added
/// up, so that only the activations of one piece are in memory at a time. A part of a batch is one piece or several.
struct MicroBatches: Sendable {
  /// Streams in a piece.
  let size: Int
  /// What each piece carries from batch to batch: views of the whole state.
  let states: [RecurrentState]
  private let batchSize: Int
  private var inputs = Slice()
  private var targets = Slice()

  /// - state: of all streams of a plan's batch.
  init(of state: RecurrentState, _ plan: TrainingPlan) {
    let size = plan.streamsAtOnce
    precondition(plan.batchSize.isMultiple(of: size), "pieces of \(size) streams of \(plan.batchSize)")
    (batchSize, self.size) = (plan.batchSize, size)
    states = stride(from: 0, to: plan.batchSize, by: size).map { state.streams($0..<$0 + size) }
  }

  /// The number of pieces.
  var count: Int { states.count }

  private func streams(_ index: Int) -> Range<Int> { index * size..<(index + 1) * size }

  /// What a piece has of a batch: inputs `[T, B]`, targets `[T, B]` or `[B]`. Valid until the next piece is asked for.
  mutating func piece(_ index: Int, of batch: Batch) -> (input: SequenceInput, targets: SequenceTargets) {
    guard count > 1 else { return (batch.input, batch.targets) }
    let streams = streams(index)
    let input: SequenceInput =
      switch batch.input {
      case .tokens(let ids): .tokens(inputs.ids(streams, of: batchSize, in: ids))
      case .features(let rows): .features(inputs.rows(streams, of: batchSize, in: rows))
      }
    let targets: SequenceTargets =
      switch batch.targets {
      case .tokens(let ids): .tokens(self.targets.ids(streams, of: batchSize, in: ids))
      case .values(let rows): .values(self.targets.rows(streams, of: batchSize, in: rows))
      }
    return (input, targets)
  }
}

/// Some streams of every step, copied to where they are adjacent; allocates at the first call.
private struct Slice: Sendable {
  private var ids: [Int32] = []
  private var rows: Matrix?

  mutating func ids(_ streams: Range<Int>, of batchSize: Int, in batch: [Int32]) -> [Int32] {
    ids.removeAll(keepingCapacity: true)
    for first in stride(from: 0, to: batch.count, by: batchSize) {
      ids.append(contentsOf: batch[first + streams.lowerBound..<first + streams.upperBound])
    }
    return ids
  }

  mutating func rows(_ streams: Range<Int>, of batchSize: Int, in batch: Matrix) -> Matrix {
    let steps = batch.rows / batchSize
    let target = rows ?? Matrix(rows: steps * streams.count, columns: batch.columns)
    rows = target
    for step in 0..<steps {
      target.rows(step * streams.count..<(step + 1) * streams.count)
        .assign(batch.rows(step * batchSize + streams.lowerBound..<step * batchSize + streams.upperBound))
    }
    return target
  }
}
