import Files

/// A file that a command was asked to write beside what it prints.
enum NewFile {
  /// Proves before a long run that a file can be written, and may be.
  static func check(_ path: String, mayReplace: Bool) throws {
    if FileStatus.exists(path) && !mayReplace { throw CommandError.fileExists(path: path) }
    try AtomicFile.checkWritable(path)
  }

  /// Writes a whole text, replacing a file only when the user allowed it, and never a file that the text was made from.
  static func write(_ text: String, to path: String, mayReplace: Bool, madeFrom sources: [String]) throws {
    if sources.contains(where: { FileStatus.isSameFile($0, path) }) { throw CommandError.outputIsInput(path: path) }
    try check(path, mayReplace: mayReplace)
    try AtomicFile.write(Array(text.utf8), to: path)
  }
}
