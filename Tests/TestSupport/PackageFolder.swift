import FoundationEssentials

/// The folders that tests read from.
package enum PackageFolder {
  /// The package's own.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A folder in `shared`, which may lie beside the package or beside a folder around it; nil where there is none.
  ///
  /// It holds more data than the package does. A test that reads it is skipped where it is missing, and never the only
  /// one of its matter.
  package static func shared(_ name: String) -> URL? {
    var directory = root
    while directory.path != "/" {
      directory.deleteLastPathComponent()
      let folder = directory.appending(path: "shared/\(name)")
      if FileManager.default.fileExists(atPath: folder.path) { return folder }
    }
    return nil
  }
}
