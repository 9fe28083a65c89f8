import SystemPackage

/// A claim on files that a process writes again and again, so that no other process does the same meanwhile.
///
/// The claim is a lock on a hidden file beside each output, `.<name>.lock`, which says who holds it. The operating system
/// lets the lock go when the process ends, however it ends; a file that a kill left is taken over. Where files cannot be
/// locked, as on some network file systems, nothing is claimed.
package final class OutputLock {
  private var locks: [(descriptor: FileDescriptor, path: String)] = []
  /// The folders that were made for the locks.
  private var folders: [String] = []

  /// Claims the files that `outputs` lead to, in folders that may be missing. Throws where another object, of this process
  /// or of another, has claimed one of them.
  ///
  /// - holder: who claims the files, for those who cannot.
  package init(of outputs: [String], holder: String) throws(HeldOutput) {
    for output in outputs { try claim(output, holder: holder) }
  }

  deinit {
    for lock in locks {
      Folder.removeFile(lock.path)
      try? lock.descriptor.close()
    }
    Folder.removeEmpty(folders)
  }

  private func claim(_ output: String, holder: String) throws(HeldOutput) {
    guard let target = try? AtomicFile.target(of: output) else { return }
    let path = FileName.path(beside: target, end: ".lock")
    folders += (try? Folder.make(PathParts(path).folder)) ?? []
    for _ in 0..<100 {
      guard let descriptor = try? Self.open(path) else { return }
      switch NamedLock.take(descriptor, at: path) {
      case .taken:
        try? descriptor.resize(to: 0)
        _ = try? descriptor.writeAll(toAbsoluteOffset: 0, Array(holder.utf8))
        return locks.append((descriptor, path))
      case .held:
        let other = Self.words(in: descriptor)
        try? descriptor.close()
        throw HeldOutput(path: output, holder: other)
      case .impossible:
        try? descriptor.close()
        return
      case .nameless: try? descriptor.close()
      }
    }
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
