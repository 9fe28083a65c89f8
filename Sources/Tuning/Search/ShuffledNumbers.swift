import Files

/// A random generator without a state: the word of a seed and a place, which is a list of counters.
enum RandomWord {
  static func at(_ counters: [UInt64], seed: UInt64) -> UInt64 {
    counters.map(\.littleEndian).withUnsafeBytes { XXHash64.digest(of: $0, seed: seed) }
  }
}

/// The numbers from 0 to below `count` in a random order that is calculated, not stored.
///
/// A Feistel network (Luby and Rackoff 1988) permutes the numbers of an even number of bits; a number that is too large
/// is permuted again until it is small enough (Black and Rogaway 2002), four times on average at most.
struct ShuffledNumbers {
  let count: UInt64
  let seed: UInt64
  private let halfBits: UInt64

  /// The order of `seed`; `count` is from 1 to 2⁶².
  init(count: UInt64, seed: UInt64) {
    precondition(count >= 1 && count <= 1 << 62, "cannot shuffle \(count) numbers")
    let bits = UInt64(64 - (count - 1).leadingZeroBitCount)
    (self.count, self.seed, halfBits) = (count, seed, max(1, (bits + 1) / 2))
  }

  /// The number at a place below `count`.
  subscript(place: UInt64) -> UInt64 {
    precondition(place < count, "place \(place) of \(count)")
    var number = permuted(place)
    while number >= count { number = permuted(number) }
    return number
  }

  private func permuted(_ number: UInt64) -> UInt64 {
    let mask = (UInt64(1) << halfBits) - 1
    var (left, right) = (number >> halfBits, number & mask)
    for round in 0..<UInt64(8) {
      (left, right) = (right, left ^ (RandomWord.at([round, right], seed: seed) & mask))
    }
    return left << halfBits | right
  }
}
