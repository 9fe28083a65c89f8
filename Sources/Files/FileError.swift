/// What can be wrong with a file, one case a cause. Modules that read and write files put it into their own words.
package enum FileError: Error, Equatable, Sendable {
  /// Nothing stands at the path of a file that is to be read.
  case notFound(path: String)
  /// A folder stands at the path of a file.
  case isFolder(path: String, operation: String)
  /// A device, a pipe or the like stands at the path of a file.
  case notRegular(path: String, operation: String)
  /// Nobody reads any longer what is written into a pipe.
  case noReader(path: String)
  /// The operating system refused the operation.
  case system(path: String, operation: String, reason: String)

  /// The file, as its user named it.
  package var path: String {
    switch self {
    case .notFound(let path), .isFolder(let path, _), .notRegular(let path, _), .noReader(let path),
      .system(let path, _, _):
      path
    }
  }

  /// What could not be done, as a verb: `read`, `set the permissions`.
  package var operation: String {
    switch self {
    case .notFound: "read"
    case .noReader: "write"
    case .isFolder(_, let operation), .notRegular(_, let operation), .system(_, let operation, _): operation
    }
  }

  /// Why it could not be done.
  package var reason: String {
    switch self {
    case .notFound: "there is no such file"
    case .isFolder: "it is a folder; name a file in it"
    case .notRegular: "it is not a regular file"
    case .noReader: "nobody reads it"
    case .system(_, _, let reason): reason
    }
  }
}

extension FileError: CustomStringConvertible {
  /// The error in one line.
  package var description: String { "\(path): cannot \(operation): \(reason)" }
}

extension FileError {
  /// What `body` returns. An error of the operating system is thrown as one of `operation` on `path`.
  static func naming<Result>(
    _ operation: String, _ path: String, _ body: () throws -> Result
  ) throws(FileError) -> Result {
    do { return try body() } catch { throw .system(path: path, operation: operation, reason: "\(error)") }
  }
}
