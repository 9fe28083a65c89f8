import Files

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
struct SourceFile {
  let source: TextSource
  private let file: InputFile
  /// The size of a regular file; nil for pipes and devices, which have none.
  var size: Int? { file.size }

  /// Opens `source`. Throws `fileNotFound`, `isDirectory` or `unreadable`.
  init(_ source: TextSource) throws(TextEncodingError) {
    self.source = source
    do throws(FileError) {
      switch source {
      case .file(let path): file = try InputFile(path: path)
      case .standardInput: file = try InputFile(standardInput: source.description)
      }
    } catch {
      throw TextEncodingError(error)
    }
  }

  /// The size of `source` if it is a regular file. Throws as `init` does.
  ///
  /// A pipe is not opened for this: closed again, it would be lost to whoever writes to it.
  static func size(of source: TextSource) throws(TextEncodingError) -> Int? {
    if case .file(let path) = source, let status = FileStatus(path), !status.isRegular, !status.isFolder { return nil }
    return try SourceFile(source).file.size
  }

  /// Fills `buffer` from the source; fewer bytes, or none, come only at its end. Throws `unreadable`.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(TextEncodingError) -> Int {
    do { return try file.read(into: buffer) } catch { throw TextEncodingError(error) }
  }
}

extension TextEncodingError {
  /// What reading a file could not do, in the words of a text.
  package init(_ error: FileError) {
    switch error {
    case .notFound(let path): self = .fileNotFound(path: path)
    case .isFolder(let path, _): self = .isDirectory(path: path)
    case .notRegular, .noReader, .system: self = .unreadable(source: error.path, reason: error.reason)
    }
  }
}
