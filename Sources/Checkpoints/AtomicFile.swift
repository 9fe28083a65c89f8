import Glibc

/// Files that are either the old one or the new one whole, whenever the process dies: written beside the target,
/// synced, and renamed over it.
public enum AtomicFile {
  /// Writes the pieces one after the other to `path`, through links to the file they name; throws
  /// `CheckpointError.system` and leaves the old file.
  public static func write(_ pieces: [UnsafeRawBufferPointer], to path: String) throws(CheckpointError) {
    let path = resolved(path)
    try requireRegularFile(path)
    let (descriptor, temporary) = try openTemporary(beside: path)
    do throws(CheckpointError) {
      for piece in pieces { try writeAll(piece, to: descriptor, path: path) }
      if fsync(descriptor) != 0 { throw failure("sync", path) }
      if fchmod(descriptor, 0o644) != 0 { throw failure("set the permissions", path) }
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    close(descriptor)
    if rename(temporary, path) != 0 {
      let error = failure("rename the new file to it", path)
      unlink(temporary)
      throw error
    }
    syncFolder(of: path)
  }

  /// Writes bytes that are in memory.
  public static func write(_ bytes: [UInt8], to path: String) throws(CheckpointError) {
    // The closure's own kind of throwing would lose the error's type.
    let result = bytes.withUnsafeBytes { pointer in
      Result { () throws(CheckpointError) in try write([pointer], to: path) }
    }
    try result.get()
  }

  /// Makes the folder where it is missing and proves that a file can be written there, before any long work.
  public static func checkWritable(_ path: String) throws(CheckpointError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    if ["", ".", ".."].contains(name) { throw Self.folder(path) }
    let path = resolved(path)
    try requireRegularFile(path)
    try makeFolder(folder(of: path))
    let (descriptor, temporary) = try openTemporary(beside: path)
    close(descriptor)
    unlink(temporary)
  }

  private static func folder(_ path: String) -> CheckpointError {
    .system(path: path, operation: "write a file", reason: "it is a folder; name a file in it")
  }

  /// Renaming over a device or a pipe would replace it by a file.
  private static func requireRegularFile(_ path: String) throws(CheckpointError) {
    var information = stat()
    guard stat(path, &information) == 0, information.st_mode & S_IFMT != S_IFREG else { return }
    if information.st_mode & S_IFMT == S_IFDIR { throw folder(path) }
    throw .system(path: path, operation: "write a file", reason: "it is not a regular file")
  }

  /// The file that a link names, so that renaming replaces the file and not the link.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func makeFolder(_ path: String) throws(CheckpointError) {
    var information = stat()
    if stat(path, &information) == 0 { return }
    if path != "." && path != "/" { try makeFolder(folder(of: path)) }
    if mkdir(path, 0o755) != 0 && errno != EEXIST { throw failure("make the folder", path) }
  }

  private static func openTemporary(beside path: String) throws(CheckpointError) -> (Int32, String) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var template = Array("\(folder(of: path))/.\(name).XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    if descriptor < 0 { throw failure("write", path) }
    return (descriptor, String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self))
  }

  private static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String)
    throws(CheckpointError)
  {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if written < 0 && errno == EINTR { continue }
      if written < 0 { throw failure("write", path) }
      rest = rest.dropFirst(written)
    }
  }

  private static func syncFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY)
    if descriptor >= 0 {
      fsync(descriptor)
      close(descriptor)
    }
  }

  private static func failure(_ operation: String, _ path: String) -> CheckpointError {
    .system(path: path, operation: operation, reason: String(cString: strerror(errno)))
  }
}
