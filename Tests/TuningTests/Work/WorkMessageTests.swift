import TestSupport
import Testing
import Tuning

@Suite struct WorkMessageTests {
  private static let words: [WorkerWords] = [
    .begins(data: "1,024 characters, \u{1F}\"é", host: "node-1"), .asks, .saves,
    .ends(.measured(loss: 0.1 + 0.2, step: 1 << 40), seconds: 1e-300), .ends(.lost(reason: "3 rows\n"), seconds: 0),
    .ends(.interrupted, seconds: 2.5), .leaves,
  ]

  private func work() throws -> Study.Work {
    try withTemporaryPath { path in
      guard case .work(let work) = try Sample.study(at: path).claim() else { throw StudyError.notFound(path: path) }
      return work
    }
  }

  @Test func whatIsSaidIsHeard() throws {
    for words in Self.words {
      let message = try #require(WorkMessage<WorkerWords>(WorkMessage(words).bytes))
      #expect(message.words == words && message.files == nil)
    }
    let answers: [KeeperWords] = [
      .train(try work(), fraction: 1 / 3), .wait, .finished, .dismissed(isFinished: true),
      .dismissed(isFinished: false),
    ]
    for answer in answers { #expect(WorkMessage<KeeperWords>(WorkMessage(answer).bytes)?.words == answer) }
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity]) func aLossMayBeNoNumber(loss: Double) throws {
    let words = WorkerWords.ends(.measured(loss: loss, step: 3), seconds: 1)
    let heard = try #require(WorkMessage<WorkerWords>(WorkMessage(words).bytes))
    guard case .ends(.measured(let found, 3), 1) = heard.words else { throw WorkError.otherProgram(process: 1) }
    #expect(found.isNaN ? loss.isNaN : found == loss)
  }

  /// A checkpoint and no curve, an empty checkpoint, both, and none.
  @Test func filesComeAlongAsTheyAre() throws {
    try withTemporaryFolder { folder in
      let (from, to) = (folder + "/1", folder + "/2")
      for contents: [String: [UInt8]] in [
        [".safetensors": Array(0...255)], [".safetensors": []], [".safetensors": [7], ".history.jsonl": [10, 123]], [:],
      ] {
        for (end, bytes) in contents { try write(bytes, to: from + end) }
        let files = try TrialFiles(at: from)
        let heard = try #require(WorkMessage<WorkerWords>(WorkMessage(WorkerWords.saves, files: files).bytes))
        #expect(heard.words == .saves && heard.files == files)
        try heard.files?.write(to: to)
        for end in [".safetensors", ".history.jsonl"] {
          #expect((try? bytes(ofFile: to + end)) == contents[end], "\(contents.keys) \(end)")
        }
        TrialFiles.remove(at: from)
        TrialFiles.remove(at: to)
        #expect(try TrialFiles(at: to) != files || contents.isEmpty)
      }
    }
  }

  /// Of a message that is cut anywhere, or has something behind it, nothing is heard.
  @Test func whatIsNoMessageIsNotHeard() throws {
    try withTemporaryPath { path in
      try write([1, 2, 3], to: path + ".safetensors")
      let bytes = WorkMessage(WorkerWords.saves, files: try TrialFiles(at: path)).bytes
      for length in 0..<bytes.count { #expect(WorkMessage<WorkerWords>(Array(bytes[..<length])) == nil, "\(length)") }
      #expect(WorkMessage<WorkerWords>(bytes + [0]) == nil)
      #expect(WorkMessage<KeeperWords>(bytes) == nil)
    }
    let head = Array(#"{"words":{"asks":{}},"lengths":[-1,1]}"#.utf8)
    #expect(WorkMessage<WorkerWords>([UInt8(head.count), 0, 0, 0, 0, 0, 0, 0] + head) == nil)
    #expect(WorkMessage<WorkerWords>([UInt8](repeating: 255, count: 20)) == nil)
  }
}
