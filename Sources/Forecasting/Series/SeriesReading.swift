import Network

/// How a network reads a series, and so what each prediction is made from.
public enum SeriesReading: Equatable, Sendable {
  /// The T rows before the predicted one alone, read anew for each prediction.
  case windows(steps: Int)
  /// All rows before the predicted one: the network reads one row after the other and carries its state on.
  case streams

  /// How the network of a configuration reads.
  public init(_ configuration: ModelConfiguration) {
    self = configuration.window.map { .windows(steps: $0) } ?? .streams
  }

  /// The rows that have to stand before a predicted one: T, or 1.
  public var leastRows: Int {
    switch self {
    case .windows(let steps): steps
    case .streams: 1
    }
  }

  /// The steps of the network that are predicted from.
  var readout: Readout {
    switch self {
    case .windows(let steps): .lastStep(window: steps)
    case .streams: .everyStep
    }
  }
}
