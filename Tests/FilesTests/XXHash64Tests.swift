import Files
import Testing

@Suite struct XXHash64Tests {
  private func digest(_ bytes: [UInt8], seed: UInt64 = 0) -> UInt64 {
    bytes.withUnsafeBytes { XXHash64.digest(of: $0, seed: seed) }
  }

  static let published: [(text: String, seed: UInt64, digest: UInt64)] = [
    ("", 0, 0xEF46_DB37_51D8_E999), ("a", 0, 0xD24E_C4F1_A98C_6E5B), ("abc", 0, 0x44BC_2CF5_AD77_0999),
    ("Nobody inspects the spammish repetition", 0, 0xFBCE_A83C_8A37_8BF1),
    ("xxhash", 20_141_025, 0xB559_B98D_844E_0635),
  ]

  @Test(arguments: published.indices) func publishedDigests(index: Int) {
    let (text, seed, expected) = Self.published[index]
    #expect(digest(Array(text.utf8), seed: seed) == expected, "\(text)")
  }

  /// The reference implementation's self-test: the seeds are 0 and this prime.
  private static let prime: UInt64 = 2_654_435_761
  static let selfTest: [(length: Int, seed: UInt64, digest: UInt64)] = [
    (0, 0, 0xEF46_DB37_51D8_E999), (0, prime, 0xAC75_FDA2_929B_17EF), (1, 0, 0xE934_A84A_DB05_2768),
    (1, prime, 0x5014_6076_43A9_B4C3), (4, 0, 0x9136_A0DC_A574_57EE), (14, 0, 0x8282_DCC4_994E_35C8),
    (14, prime, 0xC3BD_6BF6_3DEB_6DF0), (222, 0, 0xB641_AE8C_B691_C174), (222, prime, 0x20CB_8AB7_AE10_C14A),
  ]

  @Test(arguments: selfTest.indices) func theReferencesSelfTest(index: Int) {
    let (length, seed, expected) = Self.selfTest[index]
    var generator = Self.prime
    var buffer: [UInt8] = []
    for _ in 0..<length {
      buffer.append(UInt8(generator >> 56))
      generator &*= 0x9E37_79B1_85EB_CA8D
    }
    #expect(digest(buffer, seed: seed) == expected, "\(length) bytes, seed \(seed)")
  }

  @Test func anyDivisionGivesTheSameDigest() {
    let bytes = (0..<101).map { UInt8($0 * 37 & 0xFF) }
    for length in [0, 1, 31, 32, 33, 63, 64, 65, 101] {
      let whole = digest(Array(bytes[..<length]), seed: 7)
      for size in 1...40 {
        var hash = XXHash64(seed: 7)
        for start in stride(from: 0, to: length, by: size) {
          bytes[start..<min(length, start + size)].withUnsafeBytes { hash.update($0) }
          // Asking does not disturb.
          _ = hash.digest
        }
        #expect(hash.digest == whole, "\(length) bytes in pieces of \(size)")
      }
    }
  }

  @Test func everyByteCounts() {
    let bytes = [UInt8](repeating: 0, count: 75)
    var digests: Set<UInt64> = [digest(bytes)]
    for position in bytes.indices {
      var changed = bytes
      changed[position] = 1
      digests.insert(digest(changed))
    }
    #expect(digests.count == 76)
  }
}
