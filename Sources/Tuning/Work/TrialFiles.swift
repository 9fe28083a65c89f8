import Files

/// The files of a trial, in memory: its checkpoint, and the learning curve beside it.
package struct TrialFiles: Equatable, Sendable {
  /// The end of the checkpoint's name.
  package static let checkpoint = ".safetensors"
  /// The ends of all names. The learning curve is written first, so that it is never behind the checkpoint.
  private static let ends = [".history.jsonl", checkpoint]

  /// The bytes of each file; nil for one that is not there.
  let contents: [[UInt8]?]

  /// As many files as a trial has.
  init?(_ contents: [[UInt8]?]) {
    guard contents.count == Self.ends.count else { return nil }
    self.contents = contents
  }

  /// Reads the files of the trial at `stem`, as far as they are there.
  package init(at stem: String) throws(FileError) {
    contents = try Self.ends.map { (end) throws(FileError) in
      FileStatus.exists(stem + end) ? try InputFile(path: stem + end).readToEnd() : nil
    }
  }

  /// Writes the files that are there.
  package func write(to stem: String) throws(FileError) {
    for (end, bytes) in zip(Self.ends, contents) {
      if let bytes { try AtomicFile.write(bytes, to: stem + end) }
    }
  }

  /// Takes away what processes that were killed while they wrote the files of the trial at `stem` have left beside them.
  package static func removeLeftovers(at stem: String) {
    for end in ends { AtomicFile.removeLeftovers(of: stem + end) }
  }

  /// Takes away the files of the trial at `stem`.
  package static func remove(at stem: String) {
    for end in ends { Folder.removeFile(stem + end) }
  }
}
