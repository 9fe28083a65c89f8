import SystemPackage

/// A claim on a file that a process writes again and again, so that no other process does the same meanwhile.
///
/// The claim is a lock on a hidden file beside the output, `.<name>.lock`, which says who holds it. The operating system
/// lets the lock go when the process ends, however it ends; a file that a kill left is taken over. Where files cannot be
/// locked, as on some network file systems, nothing is claimed.
package final class OutputLock {
  /// The open lock file, and the folders that were made for it; nil where nothing could be locked.
  private let lock: (descriptor: FileDescriptor, path: String, folders: [String])?

  /// Claims the file that `output` leads to, in a folder that may be missing. Throws where another object, of this process
  /// or of another, has claimed the file.
  ///
  /// - holder: who claims the file, for those who cannot.
  package init(of output: String, holder: String) throws(HeldOutput) {
    guard let target = try? AtomicFile.target(of: output) else {
      lock = nil
      return
    }
    let path = FileName.path(beside: target, end: ".lock")
    let folders = (try? Folder.make(PathParts(path).folder)) ?? []
    var attempts = 0
    while true {
      attempts += 1
      guard let descriptor = try? Self.open(path) else { break }
      switch NamedLock.take(descriptor, at: path) {
      case .taken:
        try? descriptor.resize(to: 0)
        _ = try? descriptor.writeAll(toAbsoluteOffset: 0, Array(holder.utf8))
        lock = (descriptor, path, folders)
        return
      case .held:
        let other = Self.words(in: descriptor)
        try? descriptor.close()
        throw HeldOutput(path: output, holder: other)
      case .impossible: attempts = 100
      case .nameless: break
      }
      try? descriptor.close()
      if attempts == 100 { break }
    }
    Folder.removeEmpty(folders)
    lock = nil
  }

  deinit {
    guard let (descriptor, path, folders) = lock else { return }
    Folder.removeFile(path)
    try? descriptor.close()
    Folder.removeEmpty(folders)
  }

  private static func open(_ path: String) throws -> FileDescriptor {
    try .open(path, .readWrite, options: [.create, .closeOnExec], permissions: FilePermissions(rawValue: 0o666))
  }

  private static func words(in descriptor: FileDescriptor) -> String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = (try? bytes.withUnsafeMutableBytes { try descriptor.read(fromAbsoluteOffset: 0, into: $0) }) ?? 0
    return count == 0 ? "another process" : String(decoding: bytes[..<count], as: UTF8.self)
  }
}

/// A file that somebody else has claimed.
package struct HeldOutput: Error, Equatable, Sendable {
  /// The file, as it was named.
  package let path: String
  /// Who has it.
  package let holder: String

  /// A file and who has it.
  package init(path: String, holder: String) { (self.path, self.holder) = (path, holder) }
}
