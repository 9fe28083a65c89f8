import SystemPackage

/// A file that is open for reading from its start to its end, or the process's standard input.
///
/// The file is closed when the object goes away.
package final class InputFile {
  /// The path, or what errors call the standard input.
  package let name: String
  /// The size of a regular file; nil for pipes and devices, which have none.
  package let size: Int?
  private let descriptor: FileDescriptor

  /// Opens the file at `path`. Throws `notFound`, `isFolder` or `system`.
  package convenience init(path: String) throws(FileError) {
    let descriptor: FileDescriptor
    do {
      descriptor = try .open(path, .readOnly, options: .closeOnExec)
    } catch Errno.noSuchFileOrDirectory {
      throw .notFound(path: path)
    } catch {
      throw .system(path: path, operation: "read", reason: "\(error)")
    }
    try self.init(descriptor, name: path)
  }

  /// The standard input, which errors call `name`. Throws `isFolder` or `system`.
  package convenience init(standardInput name: String) throws(FileError) {
    try self.init(.standardInput, name: name)
  }

  private init(_ descriptor: FileDescriptor, name: String) throws(FileError) {
    let status = Result { () throws(Errno) in try FileStatus(descriptor) }
    (self.name, self.descriptor) = (name, descriptor)
    if case .success(let status) = status, status.isRegular { size = status.size } else { size = nil }
    // From here on deinit closes the file.
    let isFolder = try FileError.naming("read", name) { try status.get().isFolder }
    if isFolder { throw .isFolder(path: name, operation: "read") }
  }

  deinit {
    if descriptor != .standardInput { try? descriptor.close() }
  }

  /// Fills `buffer` with the next bytes and returns how many there were: fewer than asked for, or none, only at the
  /// end. Throws `system`.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try FileError.naming("read", name) {
      var filled = 0
      while filled < buffer.count {
        let count = try descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        if count == 0 { break }
        filled += count
      }
      return filled
    }
  }

  /// All bytes that are left. Throws `system`, also where there is too little memory for them.
  package func readToEnd() throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    if let size { try requireMemory(size) }
    bytes.reserveCapacity(size ?? 0)
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try block.withUnsafeMutableBufferPointer { (block) throws(FileError) in
        try read(into: UnsafeMutableRawBufferPointer(block))
      }
      // An array grows to twice its size.
      if bytes.count + count > bytes.capacity { try requireMemory(2 * bytes.capacity + count) }
      bytes += block[..<count]
      if count < block.count { return bytes }
    }
  }

  /// Throws where the system would not give so many bytes; a mapping of them costs nothing as long as nobody writes there.
  private func requireMemory(_ count: Int) throws(FileError) {
    guard count > 1 << 20 else { return }
    try FileError.naming("read", name) { try SystemCall.requireMemory(count) }
  }
}
