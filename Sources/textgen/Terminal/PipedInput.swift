import Glibc
import TextEncoding

/// What stands in a pipe, a redirected file or a named file, read whole: seeds, lines to score, texts to trace and
/// tables to forecast.
enum PipedInput {
  /// Whether stdin is a pipe or a file: not a terminal, and not a device such as /dev/null.
  static var isPresent: Bool {
    var information = stat()
    guard fstat(STDIN_FILENO, &information) == 0 else { return false }
    return [S_IFIFO, S_IFREG, S_IFSOCK].contains(information.st_mode & S_IFMT)
  }

  static func read() throws -> [UInt8] { try readAll(STDIN_FILENO, name: "stdin") }

  static func read(path: String) throws -> [UInt8] {
    var information = stat()
    guard stat(path, &information) == 0 else { throw TextEncodingError.fileNotFound(path: path) }
    if information.st_mode & S_IFMT == S_IFDIR { throw TextEncodingError.isDirectory(path: path) }
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else {
      throw TextEncodingError.unreadable(source: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    return try readAll(descriptor, name: path)
  }

  private static func readAll(_ descriptor: Int32, name: String) throws -> [UInt8] {
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else {
        throw TextEncodingError.unreadable(source: name, reason: String(cString: strerror(errno)))
      }
      if count == 0 { return result }
      result += buffer[..<count]
    }
  }
}
