import SystemPackage

/// A path cut into the folder and the name.
package struct PathParts {
  /// The path as it was given.
  package let path: String
  private let filePath: FilePath

  /// The parts of `path`.
  package init(_ path: String) { (self.path, filePath) = (path, FilePath(path)) }

  /// The last part, `b.txt` of `a/b.txt`; the path itself where it has no parts.
  package var name: String { filePath.lastComponent?.string ?? path }

  /// The name without its last extension: `b` of `a/b.txt`, `.b` of `a/.b`.
  package var stem: String { filePath.lastComponent?.stem ?? path }

  /// The folder that holds the file: `a` of `a/b.txt`, `.` of `b.txt`.
  package var folder: String {
    let folder = filePath.removingLastComponent()
    return folder.isEmpty ? "." : folder.string
  }

  /// Whether the path ends like that of a folder: in `/`, `.` or `..`, or in nothing.
  package var namesFolder: Bool { path.utf8.last == UInt8(ascii: "/") || filePath.lastComponent?.kind != .regular }
}
