#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes that one process has sent to another.
public struct Message: Equatable, Sendable {
  /// The process that has sent the bytes.
  public let sender: Int
  /// What was sent.
  public let bytes: [UInt8]

  /// A message from a process.
  public init(sender: Int, bytes: [UInt8]) { (self.sender, self.bytes) = (sender, bytes) }

  /// The pieces in which `length` bytes are sent one after the other, since a call of MPI counts in 32 bits.
  package static func pieces(of length: Int, most: Int = 1 << 30) -> [Range<Int>] {
    stride(from: 0, to: length, by: most).map { $0..<min($0 + most, length) }
  }
}

extension Communicator {
  /// Waits for the next message of any process: this one looks every few milliseconds, and uses no core meanwhile.
  ///
  /// - atEachLook: is called each time that there is none yet.
  public func nextMessage(atEachLook: () -> Void = {}) -> Message {
    while true {
      if let message = receive() { return message }
      atEachLook()
      usleep(3000)
    }
  }
}
