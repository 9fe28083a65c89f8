import FoundationEssentials

/// What a process that trains trials tells the process that keeps their study.
package enum WorkerWords: Codable, Equatable, Sendable {
  /// The process has read the data; a text that tells one file from another, and the name of its computer.
  case begins(data: String, host: String)
  /// The process asks for a round.
  case asks
  /// The round has saved the files that come along.
  case saves
  /// What came of the round.
  case ends(RoundOutcome, seconds: Double)
  /// The process trains nothing more.
  case leaves
}

/// What the process that keeps a study answers.
package enum KeeperWords: Codable, Equatable, Sendable {
  /// A round, with the trial's files where it has any; see `TrialRound`.
  case train(Study.Work, fraction: Double)
  /// See `NextRound`.
  case wait
  /// See `NextRound`.
  case finished
  /// All processes have left.
  case dismissed(isFinished: Bool)
}

/// A message between processes that share a search: words, and the files of a trial as they are.
///
/// In bytes: the length of the head (eight bytes, little-endian), the head as JSON, and the files one after the other.
package struct WorkMessage<Words: Codable> {
  /// What is said.
  package let words: Words
  /// What comes along.
  package let files: TrialFiles?

  /// A message that can be sent.
  package init(_ words: Words, files: TrialFiles? = nil) { (self.words, self.files) = (words, files) }

  private struct Head: Codable {
    let words: Words
    /// The bytes of each file; nil for one that is not there.
    let lengths: [Int?]?
  }

  /// The message as it is sent.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    // A loss may be no number.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let lengths = files?.contents.map { $0?.count }
    guard let head = try? encoder.encode(Head(words: words, lengths: lengths)) else {
      preconditionFailure("\(words) cannot become JSON")
    }
    let start = withUnsafeBytes(of: UInt64(head.count).littleEndian) { [UInt8]($0) }
    return (files?.contents ?? []).reduce(into: start + head) { bytes, file in bytes += file ?? [] }
  }

  /// Reads a message; nil where the bytes are none.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= bytes.count - 8 else { return nil }
    let end = 8 + Int(length)
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let head = try? decoder.decode(Head.self, from: Data(bytes[8..<end])) else { return nil }
    words = head.words
    var rest = bytes[end...]
    var contents: [[UInt8]?] = []
    for length in head.lengths ?? [] {
      guard let length else {
        contents.append(nil)
        continue
      }
      guard 0...rest.count ~= length else { return nil }
      contents.append(Array(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    guard rest.isEmpty else { return nil }
    files = TrialFiles(contents)
    if head.lengths != nil && files == nil { return nil }
  }
}

/// What can be wrong between processes that share a search. Processes are counted from 0.
package enum WorkError: Error, Equatable, Sendable {
  /// A process has read something else than the process that keeps the study.
  case otherData(process: Int, host: String, found: String, expected: String)
  /// A process has said what nobody expected.
  case otherProgram(process: Int)
}

extension WorkError: CustomStringConvertible {
  /// The error in one line.
  package var description: String {
    switch self {
    case .otherData(let process, let host, let found, let expected):
      "process \(process) (counted from 0) on \(host) has other data than process 0: \(found), where process 0 has "
        + "\(expected); give every computer the same file"
    case .otherProgram(let process):
      "process \(process) (counted from 0) runs another program; start the same version on every computer"
    }
  }
}
