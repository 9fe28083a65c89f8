import Kernels

/// B parallel streams over the rows of a series: each reads all rows from the first to the last again and again, T rows a
/// batch, and the streams begin at places spread evenly over the rows.
///
/// Stretches of their own, as `BatchStream` gives its streams of a text, are too short for a series of few rows: a state
/// that is never carried beyond a stretch may drift away where a forecast carries it through all rows.
///
/// Each time a stream comes to the beginning, it leaves out fewer rows than two chunks have, a number that depends on the
/// seed, the stream and the round alone: chunk borders fall elsewhere each time.
public struct LoopingStreams: Equatable, Sendable {
  /// B
  public let batchSize: Int
  /// T
  public let sequenceLength: Int
  /// The rounds that the first stream has finished, and the chunks that it has read since.
  public private(set) var position: StreamPosition
  private let rows: Int
  private let seed: UInt64
  /// The chunks of a round, which a stream reads from the first row to the last.
  private let chunks: Int

  /// Streams over some rows, the last of which is a target only. B and T have to be such that `fit` leaves them as they
  /// are.
  public init(
    rows: Int, batchSize: Int, sequenceLength: Int, seed: UInt64, position: StreamPosition = StreamPosition()
  ) {
    chunks = Self.chunks(rows: rows, sequenceLength: sequenceLength)
    precondition(
      rows > sequenceLength && batchSize <= chunks, "\(rows) rows for \(batchSize) streams of \(sequenceLength)")
    (self.rows, self.batchSize, self.sequenceLength, self.seed) = (rows, batchSize, sequenceLength, seed)
    self.position = position
  }

  /// The greatest B and T, at most those asked for, that so many rows can feed; nil below two rows.
  public static func fit(rows: Int, batchSize: Int, sequenceLength: Int) -> (batchSize: Int, sequenceLength: Int)? {
    guard rows >= 2 else { return nil }
    let length = min(sequenceLength, rows - 1)
    return (min(batchSize, chunks(rows: rows, sequenceLength: length)), length)
  }

  /// About half a chunk is left for the borders to move in.
  private static func chunks(rows: Int, sequenceLength: Int) -> Int {
    max(1, (rows - 1 - sequenceLength / 2) / sequenceLength)
  }

  /// Batches in which all streams together read about as many rows as there are.
  public var batchesPerEpoch: Int { max(1, chunks / batchSize) }

  /// Goes on by a batch: tells `body` the first row of the chunk that each stream reads.
  ///
  /// Returns the stream that begins anew with the batch: the one that comes to the beginning, or else one in turn. No two
  /// streams come there at once, since they are a chunk apart at least.
  ///
  /// - step: the number of the training step, from 0.
  public mutating func next(step: Int, _ body: (_ stream: Int, _ row: Int) -> Void) -> StreamResets {
    if position.offset >= chunks { position = StreamPosition(epoch: position.epoch + 1) }
    var resets = StreamResets.turn(step: step, streams: batchSize)
    for b in 0..<batchSize {
      let place = position.offset + b * chunks / batchSize
      let (round, chunk) = (position.epoch + place / chunks, place % chunks)
      if chunk == 0 { resets = .stream(b) }
      body(b, omittedRows(stream: b, round: round) + chunk * sequenceLength)
    }
    position.offset += 1
    return resets
  }

  private func omittedRows(stream: Int, round: Int) -> Int {
    var generator = Philox(
      seed: seed, stream: RandomStream.epochOffsets, position: UInt64(round) &* UInt64(batchSize) &+ UInt64(stream))
    return Int(generator.next() % UInt64(rows - chunks * sequenceLength))
  }
}
