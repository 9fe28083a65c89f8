import Kernels
import Network

/// B parallel streams over a text: stream b reads its own stretch from left to right, T tokens a batch, so that
/// the state carries over from batch to batch.
///
/// At the end of the stretches a new epoch begins, shifted by fewer than T tokens that depend on the seed and the
/// epoch alone: chunk borders fall elsewhere each time.
public struct BatchStream: Equatable, Sendable {
  /// B
  public let batchSize: Int
  /// T
  public let sequenceLength: Int
  /// Tokens in each stretch, the last target included.
  let stretch: Int
  /// The epoch, and where in its stretch each stream stands.
  public private(set) var position: StreamPosition
  private let seed: UInt64

  /// Streams over `tokens` tokens, which have to hold B · (T + 1) of them.
  public init(
    tokens: Int, batchSize: Int, sequenceLength: Int, seed: UInt64, position: StreamPosition = StreamPosition()
  ) {
    precondition(
      tokens >= batchSize * (sequenceLength + 1), "\(tokens) tokens for \(batchSize) streams of \(sequenceLength)")
    (self.batchSize, self.sequenceLength, self.seed) = (batchSize, sequenceLength, seed)
    stretch = tokens / batchSize
    self.position = position
  }

  /// The greatest B and T, at most those asked for, that a text of `tokens` tokens can feed; nil below two tokens.
  public static func fit(tokens: Int, batchSize: Int, sequenceLength: Int) -> (batchSize: Int, sequenceLength: Int)? {
    guard tokens >= 2 else { return nil }
    let length = min(sequenceLength, tokens - 1)
    return (min(batchSize, max(1, tokens / (length + 1))), length)
  }

  /// Batches in an epoch.
  public var batchesPerEpoch: Int { max(1, (stretch - 1) / sequenceLength) }

  /// Fills `inputs` and `targets`, `[T, B]` each, with the next batch of a text.
  ///
  /// Returns whether an epoch begins with the batch, so that the carried state has to be reset.
  public mutating func next(of text: some TokenReading, inputs: inout [Int32], targets: inout [Int32]) -> Bool {
    let ends = position.offset + sequenceLength + 1 > stretch
    if ends {
      let epoch = position.epoch + 1
      position = StreamPosition(epoch: epoch, offset: offset(of: epoch))
    }
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: sequenceLength + 1) { tokens in
      for b in 0..<batchSize {
        let first = b * stretch + position.offset
        text.copyTokens(first..<first + sequenceLength + 1, into: tokens)
        inputs.fillColumn(b, of: batchSize) { tokens[$0] }
        targets.fillColumn(b, of: batchSize) { tokens[$0 + 1] }
      }
    }
    position.offset += sequenceLength
    return ends
  }

  private func offset(of epoch: Int) -> Int {
    let room = min(sequenceLength, stretch - sequenceLength)
    var generator = Philox(seed: seed, purpose: RandomPurpose.epochOffsets, position: UInt64(epoch))
    return Int(generator.next() % UInt64(max(1, room)))
  }
}
