/// The bytes of a table, read once: stdin cannot be read again.
final class TableInput {
  private let path: String
  private var known: [UInt8]?

  /// - path: a file's, or `-` for stdin.
  init(path: String) { self.path = path }

  /// What messages call the table.
  var name: String { path == "-" ? "stdin" : path }

  /// All bytes.
  func bytes() throws -> [UInt8] {
    if let known { return known }
    let bytes = try path == "-" ? PipedInput.read() : PipedInput.read(path: path)
    known = bytes
    return bytes
  }
}
