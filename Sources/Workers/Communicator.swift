import Kernels

/// The processes that share a training, as one of them sees the others.
///
/// All processes make the same calls in the same order, with sizes that agree; messages from one process to another are an
/// exception, which no other takes part in. No call fails: a process that vanishes ends all others.
public protocol Communicator: AnyObject, Sendable {
  /// The number of this process, from 0.
  var rank: Int { get }
  /// The number of processes.
  var count: Int { get }

  /// Sends columns of a row vector `[1, N]` to each process, and receives columns of another one from each.
  ///
  /// - sending: by process, columns of `source`.
  /// - receiving: by process, as many columns of `target` as that process sends here.
  func exchange(_ source: Matrix, sending: [Range<Int>], into target: Matrix, receiving: [Range<Int>])

  /// Completes a row vector `[1, N]`, of which each process has written its own slice.
  func gather(_ vector: Matrix, slices: [Range<Int>])

  /// Completes a list of numbers, of which each process has written its own slice.
  func gather(_ numbers: inout [Double], slices: [Range<Int>])

  /// Overwrites the bytes of all other processes with those of the first, which are as many.
  func broadcast(_ bytes: UnsafeMutableRawBufferPointer)

  /// Sends bytes, however many, to another process. Messages to a process arrive in the order in which this one has sent them.
  func send(_ bytes: [UInt8], to process: Int)

  /// The next message that any other process has sent to this one; nil where none has come yet.
  func receive() -> Message?
}

extension Communicator {
  /// Whether this is the process that decides and tells.
  public var isFirst: Bool { rank == 0 }
  /// Whether there is no other process.
  public var isAlone: Bool { count == 1 }

  /// What the first process chooses; the others do not choose.
  public func decide(_ choose: () throws -> Int) rethrows -> Int {
    var choice = isFirst ? try choose() : 0
    withUnsafeMutableBytes(of: &choice) { broadcast($0) }
    return choice
  }

  /// A number of each process, by rank.
  public func gather(_ number: Double) -> [Double] {
    var numbers = [Double](repeating: number, count: count)
    gather(&numbers, slices: (0..<count).map { $0..<$0 + 1 })
    return numbers
  }

  /// The processes whose digest of something is another one than that of the first.
  public func processes(differingIn digest: UInt64) -> [Int] {
    // A double holds 53 bits.
    let halves = [gather(Double(digest >> 32)), gather(Double(digest & 0xFFFF_FFFF))]
    return (0..<count).filter { process in halves.contains { $0[process] != $0[0] } }
  }

  /// The bytes that the first process has, however many; the others' argument does not count.
  public func broadcast(_ bytes: [UInt8]) -> [UInt8] {
    let length = decide { bytes.count }
    var result = isFirst ? bytes : [UInt8](repeating: 0, count: length)
    result.withUnsafeMutableBytes { all in
      for piece in Message.pieces(of: length) { broadcast(UnsafeMutableRawBufferPointer(rebasing: all[piece])) }
    }
    return result
  }
}
