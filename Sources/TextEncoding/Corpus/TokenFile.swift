#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A temporary file that has no name: it goes away with its descriptor, even if the process is killed.
final class TokenFile {
  private let descriptor: CInt
  private let directory: String

  /// Creates the file in the first of these directories that allows it: $TMPDIR, /tmp, /var/tmp.
  ///
  /// Throws `temporaryFile`.
  init() throws(TextEncodingError) {
    var failure: TextEncodingError?
    for directory in Self.directories {
      var template = Array("\(directory)/textgen-XXXXXX".utf8CString)
      let descriptor = mkstemp(&template)
      if descriptor < 0 {
        // The first directory is the one that was asked for.
        failure = failure ?? .temporaryFile(path: directory, reason: systemMessage(errno))
        continue
      }
      unlink(template)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      self.descriptor = descriptor
      self.directory = directory
      return
    }
    throw failure ?? .temporaryFile(path: "/tmp", reason: "no directory")
  }

  deinit { close(descriptor) }

  private static var directories: [String] {
    let named = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    return (named.isEmpty ? [] : [named]) + ["/tmp", "/var/tmp"]
  }

  /// Writes all of `bytes` at `offset`. Throws `temporaryFile`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(TextEncodingError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = retryingInterrupted { pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written)) }
      guard count > 0 else { throw failure(errno) }
      written += count
    }
  }

  /// Fills `bytes` from `offset`. Throws `temporaryFile`.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(TextEncodingError) {
    var filled = 0
    while filled < bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
      let count = retryingInterrupted { pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled)) }
      guard count > 0 else { throw failure(count == 0 ? EIO : errno) }
      filled += count
    }
  }

  /// Maps the first `size` bytes for reading; the mapping outlives the file object. Throws `temporaryFile`.
  func map(size: Int) throws(TextEncodingError) -> UnsafeRawBufferPointer {
    guard size > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let address = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
    guard let address, address != MAP_FAILED else { throw failure(errno) }
    return UnsafeRawBufferPointer(start: address, count: size)
  }

  private func failure(_ code: CInt) -> TextEncodingError {
    .temporaryFile(path: directory, reason: systemMessage(code))
  }
}

/// Ends a mapping made by `TokenFile.map`.
func unmap(_ bytes: UnsafeRawBufferPointer) {
  guard let address = bytes.baseAddress else { return }
  munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
}
