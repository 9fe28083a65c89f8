/// What can be wrong with a network that somebody asked for.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A size that has to be at least one, or at most some limit, is not.
  case size(name: String, value: Int, allowed: ClosedRange<Int>)
  /// Dropout outside [0, 1).
  case dropout(Float)

  /// One line: what, where, expected and found.
  public var description: String {
    switch self {
    case .size(let name, let value, let allowed):
      "\(name) is \(value); it has to be from \(allowed.lowerBound) to \(allowed.upperBound)"
    case .dropout(let rate): "dropout is \(rate); it has to be at least 0 and below 1"
    }
  }
}
