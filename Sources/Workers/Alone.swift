import Kernels

/// One process that has all parts.
public final class Alone: Communicator {
  /// The only one.
  public let rank = 0
  /// One.
  public let count = 1

  /// A process without others.
  public init() {}

  /// Copies what is sent to where it is received.
  public func exchange(_ source: Matrix, sending: [Range<Int>], into target: Matrix, receiving: [Range<Int>]) {
    precondition(sending.count == 1 && receiving.count == 1, "\(sending.count) processes of one")
    target.columns(receiving[0]).assign(source.columns(sending[0]))
  }

  /// The only slice is complete.
  public func gather(_ vector: Matrix, slices: [Range<Int>]) {}
  /// The only slice is complete.
  public func gather(_ numbers: inout [Double], slices: [Range<Int>]) {}
  /// Nobody else is there.
  public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {}
  /// There is nobody to send to.
  public func send(_ bytes: [UInt8], to process: Int) { preconditionFailure("process \(process) of one") }
  /// Nobody sends.
  public func receive() -> Message? { nil }
}
