/// The project's random generator: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
/// 1, 2, 3", 2011), counter-based, so that any draw can be reached directly and the state is three numbers.
///
/// A `stream` separates the purposes (initial weights, dropout, sampling) that share one seed.
public struct Philox: RandomNumberGenerator, Codable, Equatable, Sendable {
  /// The key: `--rng-seed`.
  public let seed: UInt64
  /// The upper half of the counter.
  public let stream: UInt64
  /// 64-bit numbers drawn so far.
  public private(set) var position: UInt64

  /// A generator at the start of a stream.
  public init(seed: UInt64, stream: UInt64 = 0, position: UInt64 = 0) {
    (self.seed, self.stream, self.position) = (seed, stream, position)
  }

  /// The next 64 bits. Cost: ten rounds for every call; two calls share a block.
  public mutating func next() -> UInt64 {
    let block = Philox.block(seed: seed, stream: stream, counter: position >> 1)
    defer { position &+= 1 }
    return position & 1 == 0
      ? UInt64(block.x) | UInt64(block.y) << 32 : UInt64(block.z) | UInt64(block.w) << 32
  }

  /// A number from [0, 1) with 53 random bits.
  public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from [−bound, bound).
  public mutating func nextUniform(bound: Float) -> Float { Float(2 * nextUnit() - 1) * bound }

  /// The four words of a counter's block.
  package static func block(seed: UInt64, stream: UInt64, counter: UInt64) -> SIMD4<UInt32> {
    var c = SIMD4<UInt32>(
      UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
      UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
    var k0 = UInt32(truncatingIfNeeded: seed)
    var k1 = UInt32(truncatingIfNeeded: seed >> 32)
    for _ in 0..<10 {
      let p0 = UInt64(c.x) &* 0xD251_1F53
      let p1 = UInt64(c.z) &* 0xCD9E_8D57
      c = SIMD4(
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c.y ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c.w ^ k1, UInt32(truncatingIfNeeded: p0))
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    return c
  }
}
