import SystemPackage

/// A file of locks, each known by a number: the operating system lets a lock go when the process that holds the lock
/// ends, however the process ends. Nothing is ever written into the file.
package final class LockFile {
  private let path: String
  private let descriptor: FileDescriptor

  /// Opens the file at `path`, which is made where it is missing. Throws `system`.
  package init(path: String) throws(FileError) {
    self.path = path
    descriptor = try FileError.naming("open", path) {
      try FileDescriptor.open(
        path, .readWrite, options: [.create, .closeOnExec], permissions: FilePermissions(rawValue: 0o666))
    }
  }

  /// Lets all locks go.
  deinit { try? descriptor.close() }

  /// Takes the lock `number`, which is not negative, until the object goes away. Throws `system`, also when another
  /// object or process holds the lock.
  package func take(_ number: Int) throws(FileError) {
    try FileError.naming("lock", path) { try SystemCall.lock(descriptor, at: number) }
  }

  /// Whether another object, of this process or of another, holds the lock `number`. Throws `system`.
  package func isTakenElsewhere(_ number: Int) throws(FileError) -> Bool {
    try FileError.naming("lock", path) { try SystemCall.isLocked(descriptor, at: number) }
  }
}
