import SystemPackage

/// A temporary file that has no name: it goes away with its descriptor, even if the process is killed.
package final class TemporaryFile {
  private let descriptor: FileDescriptor
  private let folder: String

  /// Creates the file in the first of these folders that allows it: $TMPDIR, /tmp, /var/tmp. Throws `system`, whose
  /// path is the folder that was asked for.
  package init() throws(FileError) {
    (descriptor, folder) = try Self.inFirstFolder { (folder) throws(FileError) in (try Self.make(in: folder), folder) }
  }

  deinit { try? descriptor.close() }

  /// A name by which this process, and no other, finds the file.
  package var path: String { "/proc/self/fd/\(descriptor.rawValue)" }

  private static let operation = "make a temporary file"

  /// What is made in the first folder for temporary files that allows it. Throws the error of the folder that was asked for.
  static func inFirstFolder<Made>(_ make: (String) throws(FileError) -> Made) throws(FileError) -> Made {
    let named = SystemCall.environment("TMPDIR") ?? ""
    var failure: FileError?
    for folder in (named.isEmpty ? [] : [named]) + ["/tmp", "/var/tmp"] {
      do throws(FileError) { return try make(folder) } catch { failure = failure ?? error }
    }
    throw failure ?? .system(path: "/tmp", operation: operation, reason: "no folder")
  }

  private static func make(in folder: String) throws(FileError) -> FileDescriptor {
    try FileError.naming(operation, folder) {
      let (descriptor, path) = try SystemCall.makeTemporary("\(folder)/textgen-")
      try? SystemCall.remove(path)
      try? SystemCall.closeOnExec(descriptor)
      return descriptor
    }
  }

  /// Writes all of `bytes` at `offset`. Throws `system`.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
    _ = try FileError.naming("write", folder) {
      try descriptor.writeAll(toAbsoluteOffset: Int64(offset), bytes)
    }
  }

  /// Fills `bytes` from `offset`. Throws `system`, also when the file ends before.
  package func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) {
    try FileError.naming("read", folder) {
      var filled = 0
      while filled < bytes.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
        let count = try descriptor.read(fromAbsoluteOffset: Int64(offset + filled), into: rest)
        if count == 0 { throw Errno.ioError }
        filled += count
      }
    }
  }

  /// The first `size` bytes as memory, which outlives the object. Throws `system`.
  package func mapped(size: Int) throws(FileError) -> MappedFile {
    try MappedFile(descriptor, size: size, path: folder)
  }
}
