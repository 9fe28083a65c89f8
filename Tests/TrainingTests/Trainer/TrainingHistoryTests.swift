import Foundation
import TestSupport
import Testing
import Training

@Suite struct TrainingHistoryTests {
  private static func entry(_ step: Int) -> TrainingHistory.Entry {
    .init(
      step: step, epoch: Double(step) / 10, seconds: Double(step) * 2, trainingLoss: 3 / Double(step),
      validationLoss: step == 5 ? nil : 4 / Double(step), measure: "nats per character")
  }

  @Test func pathStandsBesideTheCheckpoint() {
    #expect(TrainingHistory.path(beside: "a/b.safetensors") == "a/b.history.jsonl")
    #expect(TrainingHistory.path(beside: "model") == "model.history.jsonl")
  }

  @Test func entriesAreReadBack() throws {
    try withTemporaryPath { path in
      var history = try TrainingHistory(path: path, resumingAt: 0)
      history.append(Self.entry(5))
      try history.flush()
      for step in [10, 15] { history.append(Self.entry(step)) }
      try history.flush()
      #expect(try TrainingHistory.read(path) == [5, 10, 15].map(Self.entry))
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(
        lines[1]
          == #"{"epoch":1,"seconds":20,"step":10,"training_loss":0.3,"unit":"nats per character","validation_loss":0.4}"#
      )
    }
  }

  private func write(_ steps: [Int], to path: String) throws {
    var history = try TrainingHistory(path: path, resumingAt: 0)
    for step in steps { history.append(Self.entry(step)) }
    try history.flush()
  }

  @Test func resumingDropsWhatTheCheckpointHasNotComeTo() throws {
    try withTemporaryPath { path in
      try write([5, 10, 15], to: path)
      var second = try TrainingHistory(path: path, resumingAt: 12)
      #expect(second.earlierSeconds == 20)
      second.append(Self.entry(15))
      try second.flush()
      #expect(try TrainingHistory.read(path).map(\.step) == [5, 10, 15])
    }
  }

  @Test func whatACheckpointSaysOfTheTimeComesFirst() throws {
    try withTemporaryPath { path in
      #expect(try TrainingHistory(path: path, resumingAt: 12, usedSeconds: 21).earlierSeconds == 21)
      #expect(try TrainingHistory(path: path, resumingAt: 12).earlierSeconds == 0)
      try write([5, 10, 15], to: path)
      #expect(try TrainingHistory(path: path, resumingAt: 12, usedSeconds: 21).earlierSeconds == 21)
    }
  }

  /// In a process of its own, whose files may grow by half a line.
  @Test func aCurveThatCouldNotBeWrittenIsWrittenWholeLater() async throws {
    await #expect(processExitsWith: .success) {
      try withTemporaryPath { path in
        var history = try TrainingHistory(path: path, resumingAt: 0)
        history.append(Self.entry(5))
        try history.flush()
        let size = try bytes(ofFile: path).count
        for step in [10, 15] { history.append(Self.entry(step)) }
        try withFileSizeLimit(size + 40) {
          #expect(throws: TrainingHistoryError.unwritable(path: path, reason: "File too large")) { try history.flush() }
        }
        #expect(try TrainingHistory.read(path) == [Self.entry(5)])
        history.append(Self.entry(20))
        try history.flush()
        #expect(try TrainingHistory.read(path) == [5, 10, 15, 20].map(Self.entry))
      }
    }
  }

  @Test func aNewTrainingLeavesTheOldCurveUntilItHasSomethingToSave() throws {
    try withTemporaryPath { path in
      try write([5], to: path)
      var second = try TrainingHistory(path: path, resumingAt: 0)
      #expect(second.earlierSeconds == 0)
      second.append(Self.entry(10))
      #expect(try TrainingHistory.read(path).map(\.step) == [5])
      try second.flush()
      #expect(try TrainingHistory.read(path).map(\.step) == [10])
    }
  }

  @Test func damagedLinesAreNamedAndDoNotKeepATrainingFromGoingOn() throws {
    try withTemporaryPath { path in
      try write([5], to: path)
      let whole = try String(contentsOfFile: path, encoding: .utf8)
      try (whole + #"{"epoch":1,"sec"#).write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try TrainingHistory.read(path).map(\.step) == [5], "a last line that a crash cut off")
      try (whole + "{}\n" + whole).write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: TrainingHistoryError.invalidLine(path: path, line: 2)) { try TrainingHistory.read(path) }
      #expect(try TrainingHistory(path: path, resumingAt: 9).damagedLines == 1)
      #expect(throws: TrainingHistoryError.missing(path: path + "x")) { try TrainingHistory.read(path + "x") }
    }
  }

  @Test func whatTheSystemRefusesIsNamed() throws {
    try withTemporaryPath { path in
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      let unreadable = TrainingHistoryError.unreadable(path: path, reason: "it is not a regular file")
      #expect(throws: unreadable) { try TrainingHistory.read(path) }
      var history = try TrainingHistory(path: path, resumingAt: 0)
      history.append(Self.entry(5))
      let unwritable = TrainingHistoryError.unwritable(path: path, reason: "it is a folder; name a file in it")
      #expect(throws: unwritable) { try history.flush() }
    }
  }
}
