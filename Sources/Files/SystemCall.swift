import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The calls of the operating system that swift-system lacks. They throw its `Errno`.
enum SystemCall {
  /// Creates a file that only its owner may read and opens it; `prefix` and six more characters are its path.
  static func makeTemporary(_ prefix: String) throws(Errno) -> (FileDescriptor, path: String) {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    let descriptor = try checked(mkstemp(&template))
    return (
      FileDescriptor(rawValue: descriptor),
      String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    )
  }

  /// Creates a folder that only its owner may use; `prefix` and six more characters are its path.
  static func makeTemporaryFolder(_ prefix: String) throws(Errno) -> String {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Programs that this process starts do not get the descriptor.
  static func closeOnExec(_ descriptor: FileDescriptor) throws(Errno) {
    try checked(fcntl(descriptor.rawValue, F_SETFD, FD_CLOEXEC))
  }

  /// Waits until what was written is on the disk.
  static func sync(_ descriptor: FileDescriptor) throws(Errno) { try checked(fsync(descriptor.rawValue)) }

  static func setPermissions(_ permissions: FilePermissions, of descriptor: FileDescriptor) throws(Errno) {
    try checked(fchmod(descriptor.rawValue, permissions.rawValue))
  }

  /// Gives a file another name, which it takes from the file that had it; at no time does the name lack a file.
  static func move(_ path: String, to target: String) throws(Errno) { try checked(rename(path, target)) }

  /// Takes a file out of its folder.
  static func remove(_ path: String) throws(Errno) { try checked(unlink(path)) }

  static func makeFolder(_ path: String) throws(Errno) { try checked(mkdir(path, 0o777)) }

  /// Takes an empty folder out of the folder around it.
  static func removeFolder(_ path: String) throws(Errno) { try checked(rmdir(path)) }

  /// The path without links that leads to the same file; nil where nothing stands.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }

  /// The bytes of the path that a link holds, which may begin at the link's folder; nil where no link stands.
  static func target(ofLink path: String) -> [UInt8]? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(PATH_MAX)) { buffer in
      let count = readlink(path, buffer.baseAddress!, buffer.count)
      guard count >= 0 else { return nil }
      return buffer[..<count].map(UInt8.init(bitPattern:))
    }
  }

  /// What stands in a folder, in no order, `.` and `..` included.
  static func names(inFolder path: String) throws(Errno) -> [String] {
    guard let folder = opendir(path) else { throw Errno(rawValue: errno) }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) { String(cString: $0) }
      }
      names.append(name)
    }
    return names
  }

  /// The first `size` bytes of a file as memory, for reading; `size` is above 0.
  static func map(_ descriptor: FileDescriptor, size: Int) throws(Errno) -> UnsafeRawBufferPointer {
    let address = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor.rawValue, 0)
    guard let address, address != MAP_FAILED else { throw Errno(rawValue: errno) }
    return UnsafeRawBufferPointer(start: address, count: size)
  }

  /// Throws where the process cannot have so many bytes more.
  static func requireMemory(_ count: Int) throws(Errno) {
    guard let memory = malloc(count) else { throw .noMemory }
    free(memory)
  }

  static func unmap(_ bytes: UnsafeRawBufferPointer) {
    guard let address = bytes.baseAddress else { return }
    munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
  }

  /// Locks the byte at `offset` for this opening of the file.
  static func lock(_ descriptor: FileDescriptor, at offset: Int) throws(Errno) {
    var lock = byteLock(offset)
    try checked(fcntl(descriptor.rawValue, setLock, &lock))
  }

  /// Whether another opening of the file has the byte at `offset` locked.
  static func isLocked(_ descriptor: FileDescriptor, at offset: Int) throws(Errno) -> Bool {
    var lock = byteLock(offset)
    try checked(fcntl(descriptor.rawValue, getLock, &lock))
    return lock.l_type != CShort(F_UNLCK)
  }

  private static func byteLock(_ offset: Int) -> flock {
    var lock = flock()
    lock.l_type = CShort(F_WRLCK)
    lock.l_whence = CShort(SEEK_SET)
    (lock.l_start, lock.l_len) = (off_t(offset), 1)
    return lock
  }

  // F_OFD_SETLK and F_OFD_GETLK, which Swift does not import. The lock belongs to the opening of the file: the usual kind
  // belongs to the process, and goes away when the process closes the file anywhere.
  #if canImport(Darwin)
    private static let (setLock, getLock): (CInt, CInt) = (90, 92)
  #else
    private static let (setLock, getLock): (CInt, CInt) = (37, 36)
  #endif

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  @discardableResult
  private static func checked(_ result: CInt) throws(Errno) -> CInt {
    if result < 0 { throw Errno(rawValue: errno) }
    return result
  }
}
