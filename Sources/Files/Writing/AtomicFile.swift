import SystemPackage

/// Files that are either the old one or the new one whole, whenever the process dies: written beside the target,
/// synced, and renamed over it.
package enum AtomicFile {
  /// Writes what `body` hands over, piece after piece, to `path`, through links to the file that they name, which need not be
  /// there yet, nor its folder. The new file has the permissions of the old one; where none was, the umask decides. Throws
  /// `isFolder`, `notRegular` or `system`, and then leaves the old file.
  package static func write(
    to path: String, _ body: (_ write: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) -> Void
  ) throws(FileError) {
    let path = try target(of: path)
    let old = try regularFile(at: path)
    let (descriptor, temporary, folders) = try makeTemporary(beside: path, old?.permissions ?? newFile)
    do throws(FileError) {
      if let old {
        // The umask has taken its part of what the file was made with.
        try FileError.naming("set the permissions", path) {
          try SystemCall.setPermissions(old.permissions, of: descriptor)
        }
      }
      try body { (piece) throws(FileError) in
        _ = try FileError.naming("write", path) { try descriptor.writeAll(piece) }
      }
      try FileError.naming("sync", path) { try SystemCall.sync(descriptor) }
      // Before it is closed, with which its lock goes.
      try FileError.naming("rename the new file to it", path) { try SystemCall.move(temporary, to: path) }
    } catch {
      remove(temporary, folders)
      try? descriptor.close()
      throw error
    }
    try? descriptor.close()
    Folder.sync(PathParts(path).folder)
  }

  /// Writes pieces that are in memory, one after the other.
  package static func write(_ pieces: [UnsafeRawBufferPointer], to path: String) throws(FileError) {
    try write(to: path) { (write) throws(FileError) in for piece in pieces { try write(piece) } }
  }

  /// Writes bytes that are in memory.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (bytes) throws(FileError) in
      try write([UnsafeRawBufferPointer(bytes)], to: path)
    }
  }

  /// Proves that a file can be written at `path`, in a folder that may be missing, before any long work. Leaves nothing on
  /// the disk.
  package static func checkWritable(_ path: String) throws(FileError) {
    try checkNamesFile(path)
    let (descriptor, temporary, folders) = try makeTemporary(beside: target(of: path), newFile)
    try? descriptor.close()
    remove(temporary, folders)
  }

  /// Throws where a file cannot stand at `path` because a folder, a device or the like does, or because the path is one
  /// of a folder. Changes nothing on the disk.
  package static func checkNamesFile(_ path: String) throws(FileError) {
    if PathParts(path).namesFolder { throw .isFolder(path: path, operation: "write a file") }
    _ = try regularFile(at: target(of: path))
  }

  /// What a file that was not there before may be used for, as far as the umask allows it.
  private static let newFile = FilePermissions(rawValue: 0o666)

  /// The path of the file that `path` leads to through links. A link may name a file that is not there. The folders of
  /// the path stay as they are named.
  static func target(of path: String) throws(FileError) -> String {
    var target = path
    // As many links as the system follows.
    for _ in 0...40 {
      guard let link = SystemCall.target(ofLink: target) else { return target }
      guard let name = String(validating: link, as: UTF8.self) else {
        throw .system(path: path, operation: "write", reason: "it is a link to a name that is not UTF-8")
      }
      target = FilePath(target).removingLastComponent().pushing(FilePath(name)).string
    }
    throw .system(path: path, operation: "write", reason: "\(Errno.tooManySymbolicLinkLevels)")
  }

  /// The file at `path`, if there is one. Renaming over a device or a pipe would replace it by a file: so that throws.
  private static func regularFile(at path: String) throws(FileError) -> FileStatus? {
    guard let status = FileStatus(path) else { return nil }
    if status.isRegular { return status }
    if status.isFolder { throw .isFolder(path: path, operation: "write a file") }
    throw .notRegular(path: path, operation: "write a file")
  }

  /// A new file beside `path`, under a name that was free, and the folders that were made for it. The permissions lose
  /// what the umask forbids.
  private static func makeTemporary(
    beside path: String, _ permissions: FilePermissions
  ) throws(FileError) -> (FileDescriptor, path: String, folders: [String]) {
    let parts = PathParts(path)
    var folders: [String] = []
    var attempts = 0
    while true {
      folders += try Folder.make(parts.folder)
      attempts += 1
      let number = String(UInt32.random(in: 0x1000_0000...UInt32.max), radix: 16)
      let temporary = FileName.path(beside: path, end: ".\(number)\(unfinished)")
      do {
        let descriptor = try FileDescriptor.open(
          temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: permissions)
        // Tells a file that is being written from one that a kill has left.
        switch NamedLock.take(descriptor, at: temporary) {
        case .taken, .impossible: return (descriptor, temporary, folders)
        case .held, .nameless: try? descriptor.close()
        }
      } catch Errno.fileExists where attempts < 100 {
      } catch Errno.noSuchFileOrDirectory where attempts < 100 {
        // Another process that had made the folder has taken it away.
      } catch {
        Folder.removeEmpty(folders)
        throw .system(path: path, operation: "write", reason: "\(error)")
      }
    }
  }

  /// Behind the number in the name of a file that is being written.
  private static let unfinished = ".part"

  /// Takes away what was left beside the file at `path` by processes that were killed while they wrote to it.
  package static func removeLeftovers(of path: String) {
    guard let target = try? target(of: path) else { return }
    let folder = PathParts(target).folder
    // The number has eight digits.
    let end = ".00000000" + unfinished
    let pattern = Array(PathParts(FileName.path(beside: target, end: end)).name.utf8)
    for name in (try? Folder.names(in: folder)) ?? [] {
      let bytes = Array(name.utf8)
      guard bytes.count == pattern.count else { continue }
      let number = bytes.count - end.utf8.count + 1
      let isAlike = bytes.indices.allSatisfy { index in
        (number..<number + 8).contains(index)
          ? "0123456789abcdef".utf8.contains(bytes[index]) : bytes[index] == pattern[index]
      }
      if isAlike { removeUnlessLocked("\(folder)/\(name)") }
    }
  }

  /// Takes away a file that nobody writes.
  private static func removeUnlessLocked(_ path: String) {
    guard let descriptor = try? FileDescriptor.open(path, .writeOnly, options: [.closeOnExec, .noFollow]) else {
      return
    }
    defer { try? descriptor.close() }
    // Where there are no locks nobody can tell, and the file stays.
    guard case .taken = NamedLock.take(descriptor, at: path) else { return }
    Folder.removeFile(path)
  }

  /// Takes away a file that came to nothing, and the folders that were made for it.
  private static func remove(_ temporary: String, _ folders: [String]) {
    Folder.removeFile(temporary)
    Folder.removeEmpty(folders)
  }
}
