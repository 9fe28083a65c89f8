import Network

/// The examples of a step.
public struct Batch: Sendable {
  /// What B streams read in T steps.
  public var input: SequenceInput
  /// One for each row that the network's head reads.
  public var targets: SequenceTargets
  /// The streams that begin anew.
  public var resets: StreamResets

  /// A batch.
  public init(input: SequenceInput, targets: SequenceTargets, resets: StreamResets) {
    (self.input, self.targets, self.resets) = (input, targets, resets)
  }
}

/// The streams of a batch that begin from the empty state.
public enum StreamResets: Equatable, Sendable {
  /// All streams go on.
  case none
  /// One stream begins anew.
  case stream(Int)
  /// All streams begin anew.
  case all

  /// One stream in turn, each at most every 32 steps: samples and forecasts begin from the empty state, which a carried
  /// state never comes back to.
  ///
  /// - step: the number of the training step, from 0.
  static func turn(step: Int, streams: Int) -> StreamResets {
    let turn = step % max(32, streams)
    return turn < streams ? .stream(turn) : .none
  }

  /// Puts a carried state back to zeros where streams begin anew.
  func apply(to state: RecurrentState) {
    switch self {
    case .none: break
    case .stream(let stream): state.reset(stream: stream)
    case .all: state.reset()
    }
  }
}
