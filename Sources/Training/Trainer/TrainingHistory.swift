import Checkpoints
import Files
import FoundationEssentials

/// The learning curve of a training: a file beside its checkpoint, one JSON object a line for each evaluation.
///
/// Entries are kept until `flush`, which is called before each checkpoint is written: so the file is never behind the
/// checkpoint, and a training that comes to nothing leaves the old curve beside the old checkpoint. What a crash leaves
/// over is dropped when the training is resumed.
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
    /// What the losses are: `nats per character`, or `squared error`.
    public var measure: String

    enum CodingKeys: String, CodingKey {
      case step, epoch, seconds
      case trainingLoss = "training_loss"
      case validationLoss = "validation_loss"
      case measure = "unit"
    }

    /// An entry.
    public init(
      step: Int, epoch: Double, seconds: Double, trainingLoss: Double?, validationLoss: Double?, measure: String
    ) {
      (self.step, self.epoch, self.seconds) = (step, epoch, seconds)
      (self.trainingLoss, self.validationLoss, self.measure) = (trainingLoss, validationLoss, measure)
    }
  }

  /// Where it is kept.
  public let path: String
  /// Seconds of the sessions before this one, as far as checkpoint or curve tell.
  public let earlierSeconds: Double
  /// Lines of the file that were no evaluations.
  public let damagedLines: Int
  /// The step of the latest entry.
  public private(set) var lastStep: Int?
  /// Not yet in the file.
  private var pending: [Entry]
  private var isBegun = false

  /// The file beside a checkpoint.
  public static func path(beside checkpoint: String) -> String {
    let (suffix, end) = (".safetensors", ".history.jsonl")
    let stem = checkpoint.hasSuffix(suffix) ? String(checkpoint.dropLast(suffix.count)) : checkpoint
    let parts = PathParts(stem)
    guard parts.name.utf8.count + end.utf8.count > FileName.longest else { return stem + end }
    return "\(parts.folder)/\(FileName.fitting(parts.name, end: end))"
  }

  /// A history without earlier entries. Writes nothing yet.
  ///
  /// - usedSeconds: seconds of the sessions before this one.
  public init(path: String, usedSeconds: Double) {
    (self.path, earlierSeconds, damagedLines, pending) = (path, usedSeconds, 0, [])
  }

  /// A new history, or the one that is there up to `step`. Writes nothing yet. Throws `unreadable`.
  ///
  /// - usedSeconds: seconds of the sessions before this one; nil where the curve's last entry has to tell.
  public init(path: String, resumingAt step: Int, usedSeconds: Double? = nil) throws(TrainingHistoryError) {
    self.path = path
    var (kept, damaged): ([Entry], [Int]) = ([], [])
    do throws(TrainingHistoryError) {
      if step > 0 { (kept, damaged) = try Self.lines(of: path) }
    } catch {
      guard case .missing = error else { throw error }
    }
    pending = kept.filter { $0.step <= step }
    (damagedLines, lastStep) = (damaged.count, pending.last?.step)
    earlierSeconds = usedSeconds ?? pending.last?.seconds ?? 0
  }

  /// Adds an entry, to be written by the next `flush`, in the place of one of the same step that was not written yet, or
  /// that this training has read: an interruption may have left it without a loss.
  public mutating func append(_ entry: Entry) {
    if pending.last?.step == entry.step { pending.removeLast() }
    pending.append(entry)
    lastStep = entry.step
  }

  /// Writes what has been added: the first time a new file, afterwards at its end. Throws `unwritable`; the next call
  /// writes what this one could not.
  public mutating func flush() throws(TrainingHistoryError) {
    var bytes: [UInt8] = []
    for entry in pending { bytes += Self.line(entry) }
    do {
      if isBegun { try AppendedFile.append(bytes, to: path) } else { try AtomicFile.write(bytes, to: path) }
    } catch {
      throw .unwritable(path: path, reason: error.reason)
    }
    pending.removeAll()
    isBegun = true
  }

  private static func line(_ entry: Entry) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Numbers that JSON has no words for do not get here: a training that diverges ends before.
    return [UInt8]((try? encoder.encode(entry)) ?? Data()) + [UInt8(ascii: "\n")]
  }

  /// All entries of a file, in order; a last line that a crash cut off is left out.
  public static func read(_ path: String) throws(TrainingHistoryError) -> [Entry] {
    let (entries, damaged) = try lines(of: path)
    if let first = damaged.first { throw .invalidLine(path: path, line: first) }
    return entries
  }

  /// The entries, and the numbers of lines that are none.
  private static func lines(of path: String) throws(TrainingHistoryError) -> (entries: [Entry], damaged: [Int]) {
    let data: [UInt8]
    do {
      data = try MappedFile(path: path).withBytes { Array($0) }
    } catch .notFound {
      throw .missing(path: path)
    } catch {
      throw .unreadable(path: path, reason: error.reason)
    }
    var (entries, damaged): ([Entry], [Int]) = ([], [])
    let lines = data.split(separator: UInt8(ascii: "\n"))
    for (index, line) in lines.enumerated() {
      if let entry = try? JSONDecoder().decode(Entry.self, from: Data(line)) {
        entries.append(entry)
      } else if index < lines.count - 1 || data.last == UInt8(ascii: "\n") {
        damaged.append(index + 1)
      }
    }
    return (entries, damaged)
  }
}

/// What can be wrong with the file of a learning curve.
public enum TrainingHistoryError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No file at the path.
  case missing(path: String)
  /// A line that is no evaluation.
  case invalidLine(path: String, line: Int)
  /// The system refused to read the file.
  case unreadable(path: String, reason: String)
  /// The system refused to write to the file.
  case unwritable(path: String, reason: String)

  /// One line: what, where, and what to do.
  public var description: String {
    switch self {
    case .invalidLine(let path, let line): "\(path), line \(line): \(problem)"
    case .missing(let path), .unreadable(let path, _), .unwritable(let path, _): "\(path): \(problem)"
    }
  }

  /// What is wrong, without the place.
  var problem: String {
    switch self {
    case .missing: "there is no learning curve; trainings keep one beside their checkpoint, as <name>.history.jsonl"
    case .invalidLine: "not an evaluation as trainings write them; delete the line"
    case .unreadable(_, let reason): "cannot read: \(reason)"
    case .unwritable(_, let reason): "cannot write: \(reason)"
    }
  }
}
