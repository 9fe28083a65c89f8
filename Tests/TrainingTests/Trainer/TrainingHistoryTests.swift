import Foundation
import TestSupport
import Testing
import Training

@Suite struct TrainingHistoryTests {
  private func entry(_ step: Int) -> TrainingHistory.Entry {
    .init(
      step: step, epoch: Double(step) / 10, seconds: Double(step) * 2, trainingLoss: 3 / Double(step),
      validationLoss: step == 5 ? nil : 4 / Double(step), unit: "nats per character")
  }

  @Test func pathStandsBesideTheCheckpoint() {
    #expect(TrainingHistory.path(beside: "a/b.safetensors") == "a/b.history.jsonl")
    #expect(TrainingHistory.path(beside: "model") == "model.history.jsonl")
  }

  @Test func entriesAreReadBack() throws {
    try withTemporaryPath { path in
      var history = try TrainingHistory(path: path, resumingAt: 0)
      history.append(entry(5))
      try history.flush()
      for step in [10, 15] { history.append(entry(step)) }
      try history.flush()
      #expect(try TrainingHistory.read(path) == [5, 10, 15].map(entry))
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(
        lines[1]
          == #"{"epoch":1,"seconds":20,"step":10,"training_loss":0.3,"unit":"nats per character","validation_loss":0.4}"#
      )
    }
  }

  private func write(_ steps: [Int], to path: String) throws {
    var history = try TrainingHistory(path: path, resumingAt: 0)
    for step in steps { history.append(entry(step)) }
    try history.flush()
  }

  @Test func resumingDropsWhatTheCheckpointHasNotComeTo() throws {
    try withTemporaryPath { path in
      try write([5, 10, 15], to: path)
      var second = try TrainingHistory(path: path, resumingAt: 12)
      #expect(second.earlierSeconds == 20)
      second.append(entry(15))
      try second.flush()
      #expect(try TrainingHistory.read(path).map(\.step) == [5, 10, 15])
    }
  }

  @Test func aNewTrainingLeavesTheOldCurveUntilItHasSomethingToSave() throws {
    try withTemporaryPath { path in
      try write([5], to: path)
      var second = try TrainingHistory(path: path, resumingAt: 0)
      #expect(second.earlierSeconds == 0)
      second.append(entry(10))
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
      history.append(entry(5))
      let unwritable = TrainingHistoryError.unwritable(path: path, reason: "it is a folder; name a file in it")
      #expect(throws: unwritable) { try history.flush() }
    }
  }
}
