import Files

/// Where checkpoints are kept when no path is given.
enum CheckpointFolder {
  static let path = "checkpoints"
  static let suffix = ".safetensors"

  /// `checkpoints/<corpus name>.safetensors`.
  static func path(forCorpus name: String) -> String { "\(path)/\(PathParts(name).stem)\(suffix)" }

  /// `checkpoints/<data name>.study.sqlite`.
  static func studyPath(forData name: String) -> String { "\(path)/\(PathParts(name).stem).study.sqlite" }

  /// The checkpoint written last.
  static func newest() throws(CommandError) -> String {
    let names = (try? Folder.names(in: path)) ?? []
    let checkpoints = names.filter { $0.hasSuffix(suffix) && !$0.hasPrefix(".") }.map { "\(path)/\($0)" }
    let dated = checkpoints.compactMap { path in FileStatus(path).map { (path: path, modified: $0.modified) } }
    guard let newest = dated.max(by: { $0.modified < $1.modified }) else { throw .noCheckpoint(folder: path) }
    return newest.path
  }
}
