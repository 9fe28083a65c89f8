import Files

/// A file that a command was asked to write beside what it prints.
enum NewFile {
  /// Writes a whole text, replacing a file only when the user allowed it.
  static func write(_ text: String, to path: String, mayReplace: Bool) throws {
    if FileStatus.exists(path) && !mayReplace { throw CommandError.fileExists(path: path) }
    try AtomicFile.checkWritable(path)
    try AtomicFile.write(Array(text.utf8), to: path)
  }
}
