/// The project's random generator: Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as
/// 1, 2, 3", 2011), counter-based, so that any draw can be reached directly and the state is three numbers.
///
/// A `purpose` separates the purposes (initial weights, dropout, sampling) that share one seed.
public struct Philox: RandomNumberGenerator, Codable, Equatable, Sendable {
  /// The key: the same seed gives the same numbers.
  public let seed: UInt64
  /// The upper half of the counter.
  public let purpose: UInt64
  /// 64-bit numbers drawn so far.
  public private(set) var position: UInt64

  /// A generator at the start of a purpose.
  public init(seed: UInt64, purpose: UInt64 = 0, position: UInt64 = 0) {
    (self.seed, self.purpose, self.position) = (seed, purpose, position)
  }

  /// The next 64 bits. Cost: ten rounds for every call; two calls share a block.
  public mutating func next() -> UInt64 {
    let block = Philox.block(seed: seed, purpose: purpose, counter: position >> 1)
    defer { position &+= 1 }
    return position & 1 == 0
      ? UInt64(block.x) | UInt64(block.y) << 32 : UInt64(block.z) | UInt64(block.w) << 32
  }

  /// A number from [0, 1) with 53 random bits.
  public mutating func nextUnit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number from [−bound, bound).
  public mutating func nextUniform(bound: Float) -> Float { Float(2 * nextUnit() - 1) * bound }

  /// The four words of a counter's block.
  package static func block(seed: UInt64, purpose: UInt64, counter: UInt64) -> SIMD4<UInt32> {
    var c = SIMD4<UInt32>(
      UInt32(truncatingIfNeeded: counter), UInt32(truncatingIfNeeded: counter >> 32),
      UInt32(truncatingIfNeeded: purpose), UInt32(truncatingIfNeeded: purpose >> 32))
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

  /// The 64 halves of words of the blocks of eight counters from `counter` on, in the order of memory: a block's four
  /// words, of each the lower half first.
  ///
  /// The words stand in 64-bit lanes whose upper halves are zero, for which vector units have a widening product.
  @inline(__always)
  static func halves(seed: UInt64, purpose: UInt64, counter: UInt64) -> SIMD64<UInt16> {
    typealias Words = SIMD8<UInt64>
    let lower = Words(repeating: 0xFFFF_FFFF)
    let counters = Words(repeating: counter) &+ Words(0, 1, 2, 3, 4, 5, 6, 7)
    var (x, y) = (counters & lower, counters &>> 32)
    var (z, w) = (Words(repeating: purpose & 0xFFFF_FFFF), Words(repeating: purpose >> 32))
    var k0 = UInt32(truncatingIfNeeded: seed)
    var k1 = UInt32(truncatingIfNeeded: seed >> 32)
    for _ in 0..<10 {
      let p0 = x &* Words(repeating: 0xD251_1F53)
      let p1 = z &* Words(repeating: 0xCD9E_8D57)
      (x, y) = (p1 &>> 32 ^ y ^ Words(repeating: UInt64(k0)), p1 & lower)
      (z, w) = (p0 &>> 32 ^ w ^ Words(repeating: UInt64(k1)), p0 & lower)
      k0 &+= 0x9E37_79B9
      k1 &+= 0xBB67_AE85
    }
    var blocks = SIMD16<UInt64>()
    (blocks.evenHalf, blocks.oddHalf) = (x | y &<< 32, z | w &<< 32)
    return unsafeBitCast(blocks, to: SIMD64<UInt16>.self)
  }
}
