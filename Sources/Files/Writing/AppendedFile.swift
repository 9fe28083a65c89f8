import SystemPackage

/// Files that grow at their end.
package enum AppendedFile {
  /// Adds `bytes` at the end of the file at `path`, which is made where it is missing. Throws `system`, and then takes
  /// back the part of the bytes that was written.
  package static func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = try FileError.naming("open", path) {
      try FileDescriptor.open(
        path, .writeOnly, options: [.append, .create, .closeOnExec], permissions: FilePermissions(rawValue: 0o666))
    }
    defer { try? descriptor.close() }
    let end = try FileError.naming("read", path) { try FileStatus(descriptor).size }
    do throws(FileError) {
      _ = try FileError.naming("write", path) { try descriptor.writeAll(bytes) }
    } catch {
      // A device has no end to go back to.
      try? descriptor.resize(to: Int64(end))
      throw error
    }
  }
}
