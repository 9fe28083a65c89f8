import SystemPackage

/// A regular file as memory, for reading: a page comes from the disk when it is first looked at, and may be dropped
/// again, so the file may be larger than memory.
///
/// The bytes are those of the file that was opened, also when another one takes its name.
@usableFromInline
package final class MappedFile: Sendable {
  // Nothing writes here from `init` to `deinit`, so any thread may read.
  @usableFromInline nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps the whole file at `path`. Throws `notFound`, `notRegular` or `system`.
  package convenience init(path: String) throws(FileError) {
    let status: Stat
    do {
      status = try Stat(path)
    } catch .noSuchFileOrDirectory {
      throw .notFound(path: path)
    } catch {
      throw .system(path: path, operation: "read", reason: "\(error)")
    }
    // A pipe is not even opened, which would wait for its writer.
    guard status.type == .regular else { throw .notRegular(path: path, operation: "read") }
    let descriptor = try FileError.naming("read", path) {
      try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
    }
    defer { try? descriptor.close() }
    let size = try FileError.naming("read", path) { try FileStatus(descriptor).size }
    try self.init(descriptor, size: size, path: path)
  }

  /// Maps the first `size` bytes of an open file, which may be closed afterwards. Throws `system`.
  init(_ descriptor: FileDescriptor, size: Int, path: String) throws(FileError) {
    bytes =
      size == 0
      ? UnsafeRawBufferPointer(start: nil, count: 0)
      : try FileError.naming("read", path) { try SystemCall.map(descriptor, size: size) }
  }

  deinit { SystemCall.unmap(bytes) }

  /// The number of bytes.
  package var count: Int { bytes.count }

  /// Calls `body` with the bytes, which must not be kept. Inlined, because a corpus is asked for single tokens.
  @inlinable
  package func withBytes<Result, Failure>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(bytes)
  }
}
