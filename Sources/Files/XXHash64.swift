/// XXH64, a fast hash that is not for cryptography (Yann Collet, 2012), of bytes that come in pieces.
///
/// Any division of the bytes into updates gives the same digest. Goals in order: the published values; no
/// allocation after `init`; several gigabytes a second.
package struct XXHash64: Sendable {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private let seed: UInt64
  private var lanes: SIMD4<UInt64>
  private var tail = SIMD32<UInt8>()
  private var tailLength = 0
  private var totalLength: UInt64 = 0

  /// The hash of nothing yet, begun with `seed`.
  package init(seed: UInt64 = 0) {
    self.seed = seed
    lanes = SIMD4(seed &+ Self.prime1 &+ Self.prime2, seed &+ Self.prime2, seed, seed &- Self.prime1)
  }

  /// The digest of `bytes` in one call.
  package static func digest(of bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    var hash = XXHash64(seed: seed)
    hash.update(bytes)
    return hash.digest
  }

  /// Appends `bytes` to what is hashed. O(n).
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    totalLength &+= UInt64(bytes.count)
    var position = 0
    if tailLength > 0 {
      while tailLength < 32, position < bytes.count {
        tail[tailLength] = bytes[position]
        tailLength += 1
        position += 1
      }
      guard tailLength == 32 else { return }
      withUnsafeBytes(of: tail) { consume($0, from: 0) }
      tailLength = 0
    }
    while position + 32 <= bytes.count {
      consume(bytes, from: position)
      position += 32
    }
    while position < bytes.count {
      tail[tailLength] = bytes[position]
      tailLength += 1
      position += 1
    }
  }

  /// The hash of everything appended so far; more may be appended afterwards.
  package var digest: UInt64 {
    var hash: UInt64
    if totalLength >= 32 {
      hash = Self.rotated(lanes[0], 1) &+ Self.rotated(lanes[1], 7)
      hash = hash &+ Self.rotated(lanes[2], 12) &+ Self.rotated(lanes[3], 18)
      for lane in 0..<4 {
        hash = (hash ^ Self.round(0, lanes[lane])) &* Self.prime1 &+ Self.prime4
      }
    } else {
      hash = seed &+ Self.prime5
    }
    return Self.avalanche(absorbingTail(into: hash &+ totalLength))
  }

  /// The digest in sixteen hexadecimal digits, of lower case.
  package var hexadecimalDigest: String {
    let digits = String(digest, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private func absorbingTail(into start: UInt64) -> UInt64 {
    var hash = start
    withUnsafeBytes(of: tail) { bytes in
      var position = 0
      while position + 8 <= tailLength {
        hash = Self.rotated(hash ^ Self.round(0, Self.word(bytes, position)), 27) &* Self.prime1 &+ Self.prime4
        position += 8
      }
      if position + 4 <= tailLength {
        let half = UInt64(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
        hash = Self.rotated(hash ^ (half &* Self.prime1), 23) &* Self.prime2 &+ Self.prime3
        position += 4
      }
      while position < tailLength {
        hash = Self.rotated(hash ^ (UInt64(bytes[position]) &* Self.prime5), 11) &* Self.prime1
        position += 1
      }
    }
    return hash
  }

  private static func avalanche(_ value: UInt64) -> UInt64 {
    var hash = (value ^ (value >> 33)) &* prime2
    hash = (hash ^ (hash >> 29)) &* prime3
    return hash ^ (hash >> 32)
  }

  @inline(__always)
  private mutating func consume(_ bytes: UnsafeRawBufferPointer, from position: Int) {
    for lane in 0..<4 {
      lanes[lane] = Self.round(lanes[lane], Self.word(bytes, position + 8 * lane))
    }
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  @inline(__always)
  private static func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotated(lane &+ word &* prime2, 31) &* prime1
  }

  @inline(__always)
  private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}
