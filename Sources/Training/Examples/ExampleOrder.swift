import Kernels

/// Examples in a new random order each epoch, one after the other without end.
///
/// The order is a permutation that is computed place by place (a Feistel network, Luby and Rackoff 1988, walked until
/// it falls below the count), so that neither memory nor resuming depends on the number of examples.
public struct ExampleOrder: Equatable, Sendable {
  /// The number of examples.
  public let count: Int
  /// The next place in the order.
  public private(set) var position: StreamPosition
  private let seed: UInt64
  /// Bits of each half.
  private let halfBits: UInt64

  /// An order of `count` examples, at least one.
  public init(count: Int, seed: UInt64, position: StreamPosition = StreamPosition()) {
    precondition(count > 0, "an order of \(count) examples")
    (self.count, self.seed, self.position) = (count, seed, position)
    let bits = UInt64(Int.bitWidth - (count - 1).leadingZeroBitCount)
    halfBits = max(1, (bits + 1) / 2)
  }

  /// The number of the next example. A position beyond the epoch, as a damaged record may have, begins the next one.
  public mutating func next() -> Int {
    if position.offset >= count { position = StreamPosition(epoch: position.epoch + 1) }
    defer { position.offset += 1 }
    return example(at: position.offset, epoch: position.epoch)
  }

  /// The example at a place of an epoch's order. O(1): fewer than four rounds on average.
  func example(at place: Int, epoch: Int) -> Int {
    var value = UInt64(place)
    repeat { value = permuted(value, epoch: epoch) } while value >= UInt64(count)
    return Int(value)
  }

  private func permuted(_ value: UInt64, epoch: Int) -> UInt64 {
    let mask = (UInt64(1) << halfBits) - 1
    var (left, right) = (value >> halfBits, value & mask)
    for round in 0..<4 as Range<UInt64> {
      let words = Philox.block(
        seed: seed, purpose: RandomPurpose.exampleOrder, counter: UInt64(epoch) << 34 ^ round << 32 ^ right)
      (left, right) = (right, left ^ (UInt64(words[0]) & mask))
    }
    return left << halfBits | right
  }
}
