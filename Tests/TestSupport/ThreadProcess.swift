import Foundation
import Kernels
import Workers

/// One of the processes that share a training, which are threads of a test.
package final class ThreadProcess: Communicator, @unchecked Sendable {
  package let rank: Int
  private let hub: Hub
  /// Floats that this process has sent to others.
  package private(set) var floatsSent = 0

  private init(_ rank: Int, _ hub: Hub) { (self.rank, self.hub) = (rank, hub) }

  package var count: Int { hub.count }

  /// Calls `body` once in each process. Returns what it returns there, by rank.
  package static func run<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (ThreadProcess) throws -> Result
  ) throws -> [Result] {
    let hub = Hub(count: count)
    let results = Results<Result>(count: count)
    for rank in 0..<count {
      let thread = Thread {
        results.set(rank, Swift.Result { try body(ThreadProcess(rank, hub)) })
      }
      thread.stackSize = 8 << 20
      thread.start()
    }
    return try results.all().map { try $0.get() }
  }

  package func exchange(_ source: Matrix, sending: [Range<Int>], into target: Matrix, receiving: [Range<Int>]) {
    hub.post(rank, source, sending)
    for process in 0..<count {
      let (other, slices) = hub.posted(by: process)
      let (sent, received) = (slices[rank], receiving[process])
      precondition(sent.count == received.count, "\(sent.count) floats sent, \(received.count) expected")
      target.columns(received).assign(other.columns(sent))
      if process != rank { floatsSent += sending[process].count }
    }
    hub.meet()
  }

  package func gather(_ vector: Matrix, slices: [Range<Int>]) {
    hub.post(rank, vector, slices)
    for process in 0..<count where process != rank {
      let (other, theirs) = hub.posted(by: process)
      precondition(theirs == slices, "\(slices) here, \(theirs) in process \(process)")
      vector.columns(slices[process]).assign(other.columns(slices[process]))
      floatsSent += slices[rank].count
    }
    hub.meet()
  }

  package func gather(_ numbers: inout [Double], slices: [Range<Int>]) {
    hub.post(rank, numbers)
    for process in 0..<count where process != rank {
      numbers.replaceSubrange(slices[process], with: hub.numbers(of: process)[slices[process]])
    }
    hub.meet()
  }

  package func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
    hub.post(rank, bytes.map { Double($0) })
    let first = hub.numbers(of: 0)
    precondition(first.count == bytes.count, "\(first.count) bytes broadcast, \(bytes.count) expected")
    for (index, byte) in first.enumerated() { bytes[index] = UInt8(byte) }
    hub.meet()
  }

  package func send(_ bytes: [UInt8], to process: Int) { hub.send(Message(sender: rank, bytes: bytes), to: process) }

  package func receive() -> Message? { hub.receive(rank) }
}

/// Where the threads meet.
private final class Hub: @unchecked Sendable {
  let count: Int
  private let condition = NSCondition()
  private var arrived = 0
  private var meetings = 0
  private var vectors: [(Matrix, [Range<Int>])?]
  private var numbers: [[Double]]
  /// By process, what was sent to it and not received yet.
  private var messages: [[Message]]

  init(count: Int) {
    self.count = count
    messages = Array(repeating: [], count: count)
    vectors = Array(repeating: nil, count: count)
    numbers = Array(repeating: [], count: count)
  }

  /// Returns when all threads have called it.
  func meet() {
    condition.lock()
    defer { condition.unlock() }
    arrived += 1
    guard arrived < count else {
      (arrived, meetings) = (0, meetings + 1)
      return condition.broadcast()
    }
    let meeting = meetings
    while meetings == meeting { condition.wait() }
  }

  func post(_ rank: Int, _ vector: Matrix, _ slices: [Range<Int>]) {
    condition.withLock { vectors[rank] = (vector, slices) }
    meet()
  }

  func post(_ rank: Int, _ list: [Double]) {
    condition.withLock { numbers[rank] = list }
    meet()
  }

  func posted(by process: Int) -> (Matrix, [Range<Int>]) { condition.withLock { vectors[process]! } }

  func numbers(of process: Int) -> [Double] { condition.withLock { numbers[process] } }

  func send(_ message: Message, to process: Int) { condition.withLock { messages[process].append(message) } }

  func receive(_ rank: Int) -> Message? {
    condition.withLock { messages[rank].isEmpty ? nil : messages[rank].removeFirst() }
  }
}

/// What the threads return.
private final class Results<Value: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private var results: [Result<Value, any Error>?]

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func set(_ rank: Int, _ result: Result<Value, any Error>) {
    condition.lock()
    defer { condition.unlock() }
    results[rank] = result
    condition.broadcast()
  }

  /// Waits for all, or for the first error: others may wait for that process for ever.
  func all() -> [Result<Value, any Error>] {
    condition.lock()
    defer { condition.unlock() }
    while true {
      let found = results.compactMap { $0 }
      if found.count == results.count { return found }
      if let failed = found.first(where: { if case .failure = $0 { true } else { false } }) {
        // All may fail together.
        if !condition.wait(until: Date(timeIntervalSinceNow: 2)) { return [failed] }
        continue
      }
      condition.wait()
    }
  }
}
