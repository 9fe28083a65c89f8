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

  /// Cuts the file after `size` bytes. Throws `temporaryFile`.
  func truncate(to size: Int) throws(TextEncodingError) {
    guard ftruncate(descriptor, off_t(size)) == 0 else { throw failure(errno) }
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

/// Appends integers to a `TokenFile` in large writes.
struct TokenWriter<Number: FixedWidthInteger & BitwiseCopyable> {
  /// The numbers appended so far.
  var count: Int { written + used }
  let file: TokenFile
  private var buffer = [Number](repeating: 0, count: 1 << 16)
  private var used = 0
  private var written = 0

  init(_ file: TokenFile) { self.file = file }

  /// Appends `number`. Throws `temporaryFile`.
  @inline(__always)
  mutating func append(_ number: Number) throws(TextEncodingError) {
    if used == buffer.count { try flush() }
    buffer[used] = number.littleEndian
    used += 1
  }

  /// Appends what `body` puts at the start of a stretch of memory: at most `limit` numbers, and fewer, even none,
  /// when the memory is nearly full. `body` returns how many; so does this.
  @inline(__always)
  mutating func fill(atMost limit: Int, _ body: (UnsafeMutableBufferPointer<Number>) -> Int) -> Int {
    let end = min(buffer.count, used + limit)
    let start = used
    let count = buffer.withUnsafeMutableBufferPointer {
      let count = body(UnsafeMutableBufferPointer(rebasing: $0[start..<end]))
      // On every supported CPU this changes nothing.
      if Number(1).littleEndian != 1 { for index in start..<start + count { $0[index] = $0[index].littleEndian } }
      return count
    }
    used += count
    return count
  }

  /// Writes what is still in memory. Throws `temporaryFile`.
  mutating func flush() throws(TextEncodingError) {
    try buffer.withUnsafeBufferPointer { (numbers) throws(TextEncodingError) in
      try file.write(
        UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: numbers[..<used])),
        at: written * MemoryLayout<Number>.stride)
    }
    written += used
    used = 0
  }
}
