import Glibc

/// Where checkpoints are kept when no path is given.
enum CheckpointFolder {
  static let path = "checkpoints"
  static let suffix = ".safetensors"

  /// `checkpoints/<corpus name>.safetensors`.
  static func path(forCorpus name: String) -> String {
    let file = name.split(separator: "/").last.map(String.init) ?? name
    let stem = file.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(separator: ".")
    return "\(path)/\(stem.isEmpty ? file : stem)\(suffix)"
  }

  /// Whether something stands at a path already.
  static func hasFile(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether two paths lead to one file.
  static func isSameFile(_ first: String, _ second: String) -> Bool {
    var (a, b) = (stat(), stat())
    return stat(first, &a) == 0 && stat(second, &b) == 0 && (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino)
  }

  /// The checkpoint written last.
  static func newest() throws(CommandError) -> String {
    guard let folder = opendir(path) else { throw .noCheckpoint(folder: path) }
    defer { closedir(folder) }
    var newest: (path: String, seconds: Int, nanoseconds: Int)?
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasSuffix(suffix), !name.hasPrefix(".") else { continue }
      var information = stat()
      guard stat("\(path)/\(name)", &information) == 0 else { continue }
      let time = (Int(information.st_mtim.tv_sec), Int(information.st_mtim.tv_nsec))
      if let best = newest, (best.seconds, best.nanoseconds) >= time { continue }
      newest = ("\(path)/\(name)", time.0, time.1)
    }
    guard let newest else { throw .noCheckpoint(folder: path) }
    return newest.path
  }
}
