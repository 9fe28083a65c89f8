import SystemPackage

/// Files that are either the old one or the new one whole, whenever the process dies: written beside the target,
/// synced, and renamed over it.
package enum AtomicFile {
  /// Writes the pieces one after the other to `path`, through links to the file that they name, which need not be there
  /// yet, nor its folder. The new file has the permissions of the old one; where none was, the umask decides. Throws
  /// `isFolder`, `notRegular` or `system`, and then leaves the old file.
  package static func write(_ pieces: [UnsafeRawBufferPointer], to path: String) throws(FileError) {
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
      try FileError.naming("write", path) { for piece in pieces { try descriptor.writeAll(piece) } }
      try FileError.naming("sync", path) { try SystemCall.sync(descriptor) }
    } catch {
      try? descriptor.close()
      remove(temporary, folders)
      throw error
    }
    try? descriptor.close()
    do throws(FileError) {
      try FileError.naming("rename the new file to it", path) { try SystemCall.move(temporary, to: path) }
    } catch {
      remove(temporary, folders)
      throw error
    }
    Folder.sync(PathParts(path).folder)
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

  /// The path of the file that `path` leads to through links. A link may name a file that is not there.
  private static func target(of path: String) throws(FileError) -> String {
    var target = path
    // As many links as the system follows.
    for _ in 0...40 {
      if let real = SystemCall.resolved(target) { return real }
      guard let link = SystemCall.target(ofLink: target) else { return target }
      target = FilePath(target).removingLastComponent().pushing(FilePath(link)).string
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
      let temporary = "\(parts.folder)/.\(parts.name).\(String(UInt32.random(in: 0...UInt32.max), radix: 36))"
      do {
        let descriptor = try FileDescriptor.open(
          temporary, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: permissions)
        return (descriptor, temporary, folders)
      } catch Errno.fileExists where attempts < 100 {
      } catch Errno.noSuchFileOrDirectory where attempts < 100 {
        // Another process that had made the folder has taken it away.
      } catch {
        Folder.removeEmpty(folders)
        throw .system(path: path, operation: "write", reason: "\(error)")
      }
    }
  }

  /// Takes away a file that came to nothing, and the folders that were made for it.
  private static func remove(_ temporary: String, _ folders: [String]) {
    Folder.removeFile(temporary)
    Folder.removeEmpty(folders)
  }
}
