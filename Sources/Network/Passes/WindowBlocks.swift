/// Windows that are read side by side, up to 64 at once, each from the empty state.
///
/// The last block is filled up with its last window, which is not told of again.
public struct WindowBlocks {
  /// The run that reads a block: T steps of as many streams as there are windows side by side.
  public let pass: Pass
  /// The number of windows.
  public let count: Int

  /// Some windows for a network that reads such; at least one.
  public init(_ loaded: LoadedModel, count: Int) {
    self.init(loaded, count: count, for: .reading)
  }

  /// Windows side by side at most.
  private static let mostStreams = 64

  /// The number of blocks of so many windows.
  package static func blockCount(of windows: Int) -> Int { (windows + mostStreams - 1) / mostStreams }

  init(_ loaded: LoadedModel, count: Int, for purpose: PassPurpose) {
    guard let window = loaded.configuration.window else { preconditionFailure("a network without windows") }
    precondition(count > 0, "\(count) windows")
    self.count = count
    let state = RecurrentState(model: loaded.model, batchSize: min(Self.mostStreams, count))
    pass = Pass(loaded, steps: window, state: state, for: purpose, on: loaded.team)
  }

  /// Windows side by side.
  public var streams: Int { pass.streams }

  /// The window that stands in a column of the block whose windows are `block`.
  public func window(inColumn column: Int, of block: Range<Int>) -> Int { min(block.lowerBound + column, count - 1) }

  /// Calls `body` with the numbers of the windows of each block, the state being empty.
  public func forEach(_ body: (Range<Int>) throws -> Void) rethrows {
    try forEach(0..<Self.blockCount(of: count)) { try body($1) }
  }

  /// Calls `body` with the number of each of some blocks and the numbers of its windows, the state being empty.
  func forEach(_ blocks: Range<Int>, _ body: (_ block: Int, Range<Int>) throws -> Void) rethrows {
    for block in blocks {
      pass.state.reset()
      let first = block * streams
      try body(block, first..<min(first + streams, count))
    }
  }
}
