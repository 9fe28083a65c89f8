import Checkpoints
import FoundationEssentials
import Glibc

/// The learning curve of a training: a file beside its checkpoint, one JSON object a line for each evaluation.
///
/// An entry is written before the checkpoint that may follow it, so that after a crash there are entries to spare and
/// none missing; `open` drops those that the checkpoint has not come to.
public struct TrainingHistory: Sendable {
  /// One evaluation.
  public struct Entry: Codable, Equatable, Sendable {
    /// Updates made.
    public var step: Int
    /// Epochs, with fractions.
    public var epoch: Double
    /// Time spent on the training in all its sessions.
    public var seconds: Double
    /// The smoothed loss of the batches.
    public var trainingLoss: Double?
    /// The loss of what is held out; nil when nothing is.
    public var validationLoss: Double?
    /// What the losses are: `nats` per character, or `squared error`.
    public var unit: String

    enum CodingKeys: String, CodingKey {
      case step, epoch, seconds, unit
      case trainingLoss = "training_loss"
      case validationLoss = "validation_loss"
    }

    /// An entry.
    public init(
      step: Int, epoch: Double, seconds: Double, trainingLoss: Double?, validationLoss: Double?, unit: String
    ) {
      (self.step, self.epoch, self.seconds) = (step, epoch, seconds)
      (self.trainingLoss, self.validationLoss, self.unit) = (trainingLoss, validationLoss, unit)
    }
  }

  /// Where it is kept.
  public let path: String
  /// Seconds of the sessions before this one.
  public let earlierSeconds: Double

  /// The file beside a checkpoint.
  public static func path(beside checkpoint: String) -> String {
    let suffix = ".safetensors"
    return (checkpoint.hasSuffix(suffix) ? String(checkpoint.dropLast(suffix.count)) : checkpoint) + ".history.jsonl"
  }

  /// Begins a history, or goes on with the one that is there up to `step`. Replaces the file.
  public init(path: String, resumingAt step: Int) throws(CheckpointError) {
    self.path = path
    var kept: [Entry] = []
    if step > 0, access(path, F_OK) == 0 { kept = try Self.read(path).filter { $0.step <= step } }
    earlierSeconds = kept.last?.seconds ?? 0
    var bytes: [UInt8] = []
    for entry in kept { bytes += Self.line(entry) }
    try AtomicFile.write(bytes, to: path)
  }

  /// Adds an entry at the end of the file.
  public func append(_ entry: Entry) throws(CheckpointError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .system(path: path, operation: "open", reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let bytes = Self.line(entry)
    guard bytes.withUnsafeBytes({ Glibc.write(descriptor, $0.baseAddress, $0.count) }) == bytes.count else {
      throw .system(path: path, operation: "write", reason: String(cString: strerror(errno)))
    }
  }

  private static func line(_ entry: Entry) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers that JSON has no words for do not get here: a training that diverges ends before.
    return [UInt8]((try? encoder.encode(entry)) ?? Data()) + [UInt8(ascii: "\n")]
  }

  /// All entries of a file, in order; a last line that a crash cut off is left out.
  public static func read(_ path: String) throws(CheckpointError) -> [Entry] {
    guard let data = FileManager.default.contents(atPath: path) else { throw .fileNotFound(path: path) }
    var entries: [Entry] = []
    let lines = data.split(separator: UInt8(ascii: "\n"))
    for (index, line) in lines.enumerated() {
      do {
        entries.append(try JSONDecoder().decode(Entry.self, from: Data(line)))
      } catch {
        if index == lines.count - 1, data.last != UInt8(ascii: "\n") { break }
        throw .invalidHistory(path: path, line: index + 1)
      }
    }
    return entries
  }
}
