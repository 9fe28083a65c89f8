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
  /// A batch, or a part of one, of so many streams cannot be read in pieces of this size.
  case unevenPieces(size: Int, streams: Int, parts: Int, possible: Int)
  /// A batch cannot be cut into so many parts.
  case indivisible(batchSize: Int, parts: Int, possible: Int)
  /// More processes than there are parts of a batch.
  case fewerPartsThanProcesses(parts: Int, processes: Int)
  /// Some processes, by number, have something else than the first one.
  case otherProcesses([Int], OtherStart)
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
    case .unevenPieces(let size, let streams, let parts, let possible):
      "the micro batch size, \(size), has to divide the \(parts > 1 ? "streams of a part" : "batch size"), \(streams); "
        + "\(possible) would do"
    case .indivisible(let batchSize, let parts, let possible):
      "a batch of \(batchSize) cannot be cut into \(parts) equal parts; \(possible) would do"
    case .fewerPartsThanProcesses(let parts, let processes):
      "a batch of \(parts == 1 ? "one part" : "\(parts) parts") cannot be shared by \(processes) processes"
    case .otherProcesses(let ranks, let difference):
      "process\(ranks.count == 1 ? "" : "es") \(ranks.map(String.init).joined(separator: ", ")) (counted from 0) "
        + "\(ranks.count == 1 ? "has" : "have") \(difference.rawValue) than process 0"
    case .tooLarge(let needed, let memory):
      "training this model takes \(gigabytes(needed)) GB, and this machine has \(gigabytes(memory)) for it"
    case .otherData(let expected, let found):
      "the data is not what this training began with (\(expected) tokens or rows then, \(found) now, or other ones)"
    }
  }
}

/// What processes that share a training may have different.
public enum OtherStart: String, Equatable, Sendable {
  /// What is learnt from.
  case data = "another corpus"
  /// Plan, progress or weights before the first step.
  case training = "another plan or other weights"
}

/// With one decimal.
private func gigabytes(_ bytes: Double) -> Double { (bytes / 1e8).rounded() / 10 }
