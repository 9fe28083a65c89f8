import Checkpoints

extension Checkpoint {
  /// Reads a model for a command, which says what another program has done to the file.
  static func read(_ path: String) throws(CheckpointError) -> Checkpoint {
    let checkpoint = try Checkpoint(contentsOf: path)
    if let alteration = checkpoint.alteration { Terminal.error("textgen: note: \(path): \(alteration)") }
    return checkpoint
  }
}

extension TextCheckpoint {
  /// Says before a silence that a model reads long windows, each from its beginning.
  func noteLongWindows() {
    guard let window = model.configuration.window, model.multiplyAddsPerExample > 2_000_000_000 else { return }
    Terminal.error(
      "textgen: note: for each character this model reads the \(window) characters before it anew; that may take seconds "
        + "a character")
  }
}
