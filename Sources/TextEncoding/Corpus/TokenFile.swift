import Files

/// The temporary file that a corpus's tokens are written to. It has no name and goes away with the object.
struct TokenFile {
  private let file: TemporaryFile

  /// Creates the file. Throws `temporaryFile`.
  init() throws(TextEncodingError) {
    do { file = try TemporaryFile() } catch { throw TextEncodingError(temporary: error) }
  }

  /// Writes all of `bytes` at `offset`. Throws `temporaryFile`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(TextEncodingError) {
    do { try file.write(bytes, at: offset) } catch { throw TextEncodingError(temporary: error) }
  }

  /// Fills `bytes` from `offset`. Throws `temporaryFile`.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int) throws(TextEncodingError) {
    do { try file.read(into: bytes, at: offset) } catch { throw TextEncodingError(temporary: error) }
  }

  /// The first `size` bytes as memory, which outlives the file object. Throws `temporaryFile`.
  func mapped(size: Int) throws(TextEncodingError) -> MappedFile {
    do { return try file.mapped(size: size) } catch { throw TextEncodingError(temporary: error) }
  }
}

extension TextEncodingError {
  fileprivate init(temporary error: FileError) { self = .temporaryFile(path: error.path, reason: error.reason) }
}
