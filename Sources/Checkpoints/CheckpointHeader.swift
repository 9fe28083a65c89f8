import TextEncoding

/// What the header of a checkpoint says of the whole file: enough to choose how the file is read.
public struct CheckpointHeader: Equatable, Sendable {
  /// What the model is about: the `kind` of a `CheckpointSubject`.
  public let kind: String

  /// Reads the header of a file, whatever the file's kind, and no tensor.
  ///
  /// - Throws: what is wrong with file or header; `notOurs` and `newerFormat` among it.
  public init(contentsOf path: String) throws(CheckpointError) {
    try self.init(Archive.metadata(ofFile: path), path: path)
  }

  /// Checks that the metadata are of a format that this version reads.
  init(_ metadata: [String: String], path: String) throws(CheckpointError) {
    guard metadata["format"] == "textgen" else { throw .notOurs(path: path) }
    let text = metadata["format_version"] ?? ""
    guard let version = Int(text), version >= 1 else {
      throw .invalidMetadata(path: path, key: "format_version", reason: "`\(text)` is not a version")
    }
    let supported = TextCheckpoint.formatVersion
    guard version <= supported else { throw .newerFormat(path: path, version: text, supported: supported) }
    // The first files said nothing of their kind, and there was one.
    kind = metadata["kind"] ?? Tokenizer.kind
  }
}
