import SystemPackage

/// Files that are either the old one or the new one whole, whenever the process dies: written beside the target,
/// synced, and renamed over it.
package enum AtomicFile {
  /// Writes the pieces one after the other to `path`, through links to the file they name. Throws `isFolder`,
  /// `notRegular` or `system`, and then leaves the old file.
  package static func write(_ pieces: [UnsafeRawBufferPointer], to path: String) throws(FileError) {
    let path = SystemCall.resolved(path) ?? path
    try requireRegularFile(path)
    let (descriptor, temporary) = try makeTemporary(beside: path)
    do throws(FileError) {
      try FileError.naming("write", path) { for piece in pieces { try descriptor.writeAll(piece) } }
      try FileError.naming("sync", path) { try SystemCall.sync(descriptor) }
      try FileError.naming("set the permissions", path) {
        try SystemCall.setPermissions(FilePermissions(rawValue: 0o644), of: descriptor)
      }
    } catch {
      try? descriptor.close()
      Folder.removeFile(temporary)
      throw error
    }
    try? descriptor.close()
    do throws(FileError) {
      try FileError.naming("rename the new file to it", path) { try SystemCall.move(temporary, to: path) }
    } catch {
      Folder.removeFile(temporary)
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

  /// Makes the folder where it is missing and proves that a file can be written there, before any long work.
  package static func checkWritable(_ path: String) throws(FileError) {
    if PathParts(path).namesFolder { throw .isFolder(path: path, operation: "write a file") }
    let path = SystemCall.resolved(path) ?? path
    try requireRegularFile(path)
    try Folder.make(PathParts(path).folder)
    let (descriptor, temporary) = try makeTemporary(beside: path)
    try? descriptor.close()
    Folder.removeFile(temporary)
  }

  /// Renaming over a device or a pipe would replace it by a file.
  private static func requireRegularFile(_ path: String) throws(FileError) {
    guard let status = FileStatus(path), !status.isRegular else { return }
    if status.isFolder { throw .isFolder(path: path, operation: "write a file") }
    throw .notRegular(path: path, operation: "write a file")
  }

  private static func makeTemporary(beside path: String) throws(FileError) -> (FileDescriptor, path: String) {
    let parts = PathParts(path)
    return try FileError.naming("write", path) { try SystemCall.makeTemporary("\(parts.folder)/.\(parts.name).") }
  }
}
