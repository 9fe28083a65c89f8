import SystemPackage

/// Locks on files that others may take away: a lock counts only as long as its file has the name.
enum NamedLock {
  /// What came of an attempt.
  enum Outcome {
    /// The file is locked, and has its name.
    case taken
    /// Another opening of the file has the lock.
    case held
    /// Another process has taken the file away meanwhile.
    case nameless
    /// The file system has no locks.
    case impossible
  }

  /// Locks an open file at its first byte.
  static func take(_ descriptor: FileDescriptor, at path: String) -> Outcome {
    do {
      try SystemCall.lock(descriptor, at: 0)
    } catch {
      return error == .resourceTemporarilyUnavailable || error == .permissionDenied ? .held : .impossible
    }
    guard let open = try? FileStatus(descriptor), let named = FileStatus(path) else { return .nameless }
    return open.isSame(named) ? .taken : .nameless
  }
}
