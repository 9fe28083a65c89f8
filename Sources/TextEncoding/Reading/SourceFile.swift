#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

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

/// An open source of bytes, read in blocks from start to end.
final class SourceFile {
  let source: TextSource
  /// The size if it is a regular file.
  let size: Int?
  private let descriptor: CInt

  /// Opens `source`. Throws `fileNotFound`, `isDirectory` or `unreadable`.
  init(_ source: TextSource) throws(TextEncodingError) {
    let name = source.description
    let descriptor =
      switch source {
      case .standardInput: CInt(0)
      case .file(let path): open(path, O_RDONLY | O_CLOEXEC)
      }
    guard descriptor >= 0 else {
      let code = errno
      throw code == ENOENT ? .fileNotFound(path: name) : .unreadable(source: name, reason: systemMessage(code))
    }
    var status = stat()
    let isKnown = fstat(descriptor, &status) == 0
    let code = errno
    let kind = status.st_mode & S_IFMT
    self.source = source
    self.descriptor = descriptor
    size = isKnown && kind == S_IFREG ? Int(status.st_size) : nil
    // From here on deinit closes the file.
    if !isKnown { throw .unreadable(source: name, reason: systemMessage(code)) }
    if kind == S_IFDIR { throw .isDirectory(path: name) }
  }

  /// The size of `source` if it is a regular file. Throws as `init` does.
  ///
  /// A pipe is not opened for this: closed again, it would be lost to whoever writes to it.
  static func size(of source: TextSource) throws(TextEncodingError) -> Int? {
    if case .file(let path) = source {
      var status = stat()
      let kinds = [S_IFREG, S_IFDIR]
      if stat(path, &status) == 0, !kinds.contains(status.st_mode & S_IFMT) { return nil }
    }
    return try SourceFile(source).size
  }

  deinit {
    if source != .standardInput { close(descriptor) }
  }

  /// Fills `buffer` from the source; fewer bytes, or none, come only at its end. Throws `unreadable`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TextEncodingError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = retryingInterrupted { systemRead(descriptor, rest) }
      guard count >= 0 else { throw .unreadable(source: source.description, reason: systemMessage(errno)) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }
}

/// Inside `SourceFile` the name `read` is taken.
private func systemRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, buffer.baseAddress, buffer.count)
}
