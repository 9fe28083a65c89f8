/// What can keep a training from starting or going on.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Fewer tokens than one prediction needs.
  case corpusTooShort(tokens: Int, needed: Int)
  /// Nothing to learn from one distinct unit.
  case oneUnit(name: String)
  /// The loss or the gradient is no longer a number; the parameters are those before the step.
  case diverged(step: Int, loss: Double)
  /// A checkpoint's training part cannot be used.
  case damagedRecord(reason: String)
  /// A batch cannot be read in parts of this size.
  case unevenParts(size: Int, batchSize: Int, possible: Int)
  /// Training the model takes more memory than the computer has.
  case tooLarge(neededBytes: Double, memoryBytes: Double)
  /// Resuming needs the data that the training began with.
  case otherData(expectedCount: Int, foundCount: Int)

  /// One line: what, expected and found. A program adds its own way out.
  public var description: String {
    switch self {
    case .corpusTooShort(let tokens, let needed):
      "the corpus has \(tokens) characters, at least \(needed) are needed; give a longer text"
    case .oneUnit(let name): "the corpus consists of \(name) only; there is nothing to learn"
    case .diverged(let step, let loss):
      "training diverged at step \(step) (loss \(loss))"
    case .damagedRecord(let reason): "the checkpoint's training part cannot be used: \(reason)"
    case .unevenParts(let size, let batchSize, let possible):
      "the size of the parts of a batch, \(size), has to divide the batch size, \(batchSize); \(possible) would do"
    case .tooLarge(let needed, let memory):
      "training this model takes \(gigabytes(needed)) GB, and this machine has \(gigabytes(memory))"
    case .otherData(let expected, let found):
      "the data is not what this training began with (\(expected) tokens or rows then, \(found) now, or other ones)"
    }
  }
}

/// With one decimal.
private func gigabytes(_ bytes: Double) -> Double { (bytes / 1e8).rounded() / 10 }
