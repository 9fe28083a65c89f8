import Checkpoints

extension Checkpoint {
  /// Reads a model for a command, which says what another program has done to the file.
  static func read(_ path: String) throws(CheckpointError) -> Checkpoint {
    let checkpoint = try Checkpoint(contentsOf: path)
    if let alteration = checkpoint.alteration { Terminal.error("textgen: note: \(path): \(alteration)") }
    return checkpoint
  }
}
