/// Where a text comes from.
public enum TextSource: Sendable, Equatable, CustomStringConvertible {
  /// A file, by its path.
  case file(String)
  /// The process's standard input.
  case standardInput

  /// The name in messages.
  public var description: String {
    switch self {
    case .file(let path): path
    case .standardInput: "standard input"
    }
  }
}
