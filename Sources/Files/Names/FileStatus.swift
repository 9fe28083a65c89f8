import SystemPackage

/// What stands at a path: links are followed.
package struct FileStatus: Sendable {
  private let status: Stat

  /// nil where nothing stands, or nothing that this user may know of.
  package init?(_ path: String) {
    guard let status = try? Stat(path) else { return nil }
    self.status = status
  }

  init(_ descriptor: FileDescriptor) throws(Errno) { status = try descriptor.stat() }

  /// What the process's standard input is; nil when it is closed.
  package static var ofStandardInput: FileStatus? { try? FileStatus(.standardInput) }

  /// Whether something stands at `path`.
  package static func exists(_ path: String) -> Bool { FileStatus(path) != nil }

  /// Whether both paths lead to one file.
  package static func isSameFile(_ first: String, _ second: String) -> Bool {
    guard let first = FileStatus(first)?.status, let second = FileStatus(second)?.status else { return false }
    return isSame(first, second)
  }

  /// Whether both are of one file.
  func isSame(_ other: FileStatus) -> Bool { Self.isSame(status, other.status) }

  private static func isSame(_ first: Stat, _ second: Stat) -> Bool {
    first.deviceID == second.deviceID && first.inode == second.inode
  }

  /// Whether it is a file on a disk, which has a size.
  package var isRegular: Bool { status.type == .regular }
  /// Whether it is a folder.
  package var isFolder: Bool { status.type == .directory }
  /// Whether it is a pipe or a socket.
  package var isPipe: Bool { status.type == .fifo || status.type == .socket }
  /// What its owner, its group and all others may do with it.
  var permissions: FilePermissions { FilePermissions(rawValue: status.permissions.rawValue & 0o777) }
  /// Its size in bytes.
  package var size: Int { Int(status.size) }

  /// When it was last written, counted from 1970.
  package var modified: Duration {
    let time = status.st_mtim
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
