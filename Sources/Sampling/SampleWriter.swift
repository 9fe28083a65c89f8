import Checkpoints
import TextEncoding

/// What samples are asked for.
public struct SampleOrder: Sendable {
  /// The tokens to continue; something has to be read before the first one is written.
  public var pattern: [TokenID]
  /// Tokens to write in each sample at most.
  public var length: Int
  /// Texts before which a sample ends.
  public var stops: [String]
  /// How tokens are chosen.
  public var policy: SamplingPolicy
  /// With the index of the sample, fixes its random choices.
  public var rngSeed: UInt64
  /// Samples to write.
  public var count: Int

  /// An order; traps on an empty pattern.
  public init(
    pattern: [TokenID], length: Int, stops: [String] = [], policy: SamplingPolicy, rngSeed: UInt64, count: Int = 1
  ) {
    precondition(!pattern.isEmpty, "a pattern without tokens")
    (self.pattern, self.length, self.stops) = (pattern, length, stops)
    (self.policy, self.rngSeed, self.count) = (policy, rngSeed, count)
  }
}

/// Writes many samples with one model, several side by side: reading the weights costs as much for thirty-two
/// streams as for one. A stream that has ended its sample takes up the next one.
///
/// Each sample's text depends on its index and the seed alone, not on what is written beside it.
///
/// A reference, as its generator is.
public final class SampleWriter {
  /// A piece of a sample.
  public struct Piece: Equatable, Sendable {
    /// Which sample, from 0.
    public let sample: Int
    /// More of its text.
    public let bytes: [UInt8]
    /// Whether it ends here.
    public let isLast: Bool
  }

  private let order: SampleOrder
  private let tokenizer: Tokenizer
  private let generator: Generator
  private var begun = 0

  /// The streams that are worth having side by side.
  public static let mostStreams = 32

  /// The number of streams for `count` samples: as even as they can be.
  public static func streams(for count: Int) -> Int {
    let rounds = max(1, (count + mostStreams - 1) / mostStreams)
    return (count + rounds - 1) / rounds
  }

  /// A writer at the start of its first samples. Packs the weights once.
  public init(checkpoint: TextCheckpoint, order: SampleOrder, threads: Int) {
    (self.order, tokenizer) = (order, checkpoint.tokenizer)
    generator = Generator(
      checkpoint: checkpoint, streams: max(1, Self.streams(for: order.count)), threads: threads)
  }

  /// Writes all samples; `body` receives their pieces, in order within a sample.
  public func run(_ body: (Piece) throws -> Void) rethrows {
    var streams = [Stream?](repeating: nil, count: generator.streams)
    var tokens = [TokenID](repeating: order.pattern[0], count: streams.count)
    while true {
      for index in streams.indices {
        tokens[index] = try nextToken(of: &streams[index], index, body) ?? order.pattern[0]
      }
      if streams.allSatisfy({ $0 == nil }) { return }
      streams.withUnsafeMutableBufferPointer { streams in
        generator.read(tokens) { index, logits in streams[index]?.choose(logits) }
      }
    }
  }

  /// What a stream reads next: the rest of its pattern, then what it writes; nil when no sample is left for it.
  private func nextToken(
    of stream: inout Stream?, _ index: Int, _ body: (Piece) throws -> Void
  ) rethrows -> TokenID? {
    while true {
      if stream == nil { stream = begin(index) }
      if let token = stream?.unread.popFirst() { return token }
      guard let (token, piece) = stream?.write(tokenizer) else { return nil }
      if piece.isLast || !piece.bytes.isEmpty { try body(piece) }
      if !piece.isLast { return token }
      stream = nil
    }
  }

  private func begin(_ index: Int) -> Stream? {
    guard begun < order.count else { return nil }
    generator.reset(stream: index)
    defer { begun += 1 }
    let excluded = tokenizer.vocabulary.unknownID.map(Int.init)
    return Stream(
      sample: begun, unread: order.pattern[...],
      sampler: Sampler(policy: order.policy, rngSeed: order.rngSeed, index: begun, excluded: excluded),
      filter: StopFilter(stops: order.stops), rest: order.length)
  }

  /// A sample that is being written.
  private struct Stream: Sendable {
    let sample: Int
    var unread: ArraySlice<TokenID>
    var sampler: Sampler
    var filter: StopFilter
    var rest: Int
    private var choice: TokenID?

    init(sample: Int, unread: ArraySlice<TokenID>, sampler: Sampler, filter: StopFilter, rest: Int) {
      (self.sample, self.unread, self.sampler) = (sample, unread, sampler)
      (self.filter, self.rest) = (filter, rest)
    }

    /// Chooses the next token once the pattern is read, and as long as there is one to write.
    mutating func choose(_ logits: UnsafeBufferPointer<Float>) {
      choice = unread.isEmpty && rest > 0 ? TokenID(sampler.choose(logits)) : nil
    }

    /// The token chosen, if any, and what is written with it.
    mutating func write(_ tokenizer: Tokenizer) -> (token: TokenID?, Piece) {
      var bytes: [UInt8] = []
      if let choice {
        bytes = filter.pass(tokenizer.bytes(of: choice))
        rest -= 1
      }
      let isLast = rest == 0 || filter.isStopped
      if isLast { bytes += filter.finish() }
      return (choice, Piece(sample: sample, bytes: bytes, isLast: isLast))
    }
  }
}
