import Files

/// Where checkpoints are kept when no path is given.
enum CheckpointFolder {
  static let path = "checkpoints"
  static let suffix = ".safetensors"

  /// `checkpoints/<corpus name>.safetensors`.
  static func path(forCorpus name: String) -> String { "\(path)/\(PathParts(name).stem)\(suffix)" }

  /// `checkpoints/<data name>.study.sqlite`.
  static func studyPath(forData name: String) -> String { "\(path)/\(PathParts(name).stem).study.sqlite" }

  /// The file of a model that was named: a path, or the name of a checkpoint in the folder or beside the program. A folder
  /// of the name is none.
  ///
  /// - Returns: the name itself where there is no such file, for the error that reading it gives.
  static func path(ofModel name: String) -> String {
    let places = [name, "\(path)/\(name)\(suffix)"] + sharedFolders.map { "\($0)/\(name)\(suffix)" }
    return places.first { FileStatus($0).map { !$0.isFolder } ?? false } ?? name
  }

  /// Where models that come with the program are: of an installed program, and of one that was built in a clone.
  private static var sharedFolders: [String] {
    guard let folder = Folder.ofProgram else { return [] }
    return ["\(folder)/../share/textgen", "\(folder)/../../../\(path)"]
  }

  /// The file of a model that may have been named, the checkpoint written last, or the model that comes with the program.
  static func path(ofModel name: String?) throws(CommandError) -> String {
    if let name { return path(ofModel: name) }
    return try newest()
  }

  /// The checkpoint written last; where there is none, the model that comes with the program.
  static func newest() throws(CommandError) -> String {
    let shared = sharedFolders.map { "\($0)/\(SharedModel.english)\(suffix)" }.filter { FileStatus.exists($0) }
    let names = ((try? Folder.names(in: path)) ?? []).filter {
      $0.hasSuffix(suffix) && $0.utf8.first != UInt8(ascii: ".")
    }
    let own = names.map { "\(path)/\($0)" }.filter { file in !shared.contains { FileStatus.isSameFile($0, file) } }
    let dated = own.compactMap { path in FileStatus(path).map { (path: path, modified: $0.modified) } }
    if let newest = dated.max(by: { $0.modified < $1.modified })?.path ?? shared.first { return newest }
    throw .noCheckpoint(folder: path)
  }
}
