import SystemPackage

/// What stands in folders.
package enum Folder {
  /// The names of what stands in the folder at `path`, hidden or not, in no order. Throws `system`.
  package static func names(in path: String) throws(FileError) -> [String] {
    try FileError.naming("read", path) {
      try SystemCall.names(inFolder: path).filter { $0 != "." && $0 != ".." }
    }
  }

  /// The folder of the running program, where the system says it.
  package static var ofProgram: String? { SystemCall.resolved("/proc/self/exe").map { PathParts($0).folder } }

  /// Makes the folder at `path` and those around it, as far as they are missing. Returns the folders that were made, the
  /// outermost first. Throws `system`, and then leaves none of them.
  @discardableResult
  package static func make(_ path: String) throws(FileError) -> [String] {
    if FileStatus.exists(path) { return [] }
    let around = path == "." || path == "/" ? [] : try make(PathParts(path).folder)
    do throws(FileError) {
      try FileError.naming("make the folder", path) {
        // Another process may be faster.
        do { try SystemCall.makeFolder(path) } catch Errno.fileExists {}
      }
    } catch {
      removeEmpty(around)
      throw error
    }
    return around + [path]
  }

  /// Takes away the folders that are empty, the last one first.
  package static func removeEmpty(_ paths: [String]) {
    for path in paths.reversed() { try? SystemCall.removeFolder(path) }
  }

  /// Takes away the file at `path`, if there is one.
  package static func removeFile(_ path: String) { try? SystemCall.remove(path) }

  /// Waits until a renaming in the folder is on the disk, where the system can say so.
  static func sync(_ path: String) {
    guard let descriptor = try? FileDescriptor.open(path, .readOnly, options: [.directory, .closeOnExec]) else {
      return
    }
    try? SystemCall.sync(descriptor)
    try? descriptor.close()
  }
}
