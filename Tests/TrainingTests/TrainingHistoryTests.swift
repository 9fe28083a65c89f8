import Checkpoints
import Foundation
import Testing
import Training

@Suite struct TrainingHistoryTests {
  private func entry(_ step: Int) -> TrainingHistory.Entry {
    .init(
      step: step, epoch: Double(step) / 10, seconds: Double(step) * 2, trainingLoss: 3 / Double(step),
      validationLoss: step == 5 ? nil : 4 / Double(step), unit: "nats per character")
  }

  private func withHistory(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "history-\(UUID().uuidString).jsonl"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func pathStandsBesideTheCheckpoint() {
    #expect(TrainingHistory.path(beside: "a/b.safetensors") == "a/b.history.jsonl")
    #expect(TrainingHistory.path(beside: "model") == "model.history.jsonl")
  }

  @Test func entriesAreReadBack() throws {
    try withHistory { path in
      let history = try TrainingHistory(path: path, resumingAt: 0)
      for step in [5, 10, 15] { try history.append(entry(step)) }
      #expect(try TrainingHistory.read(path) == [5, 10, 15].map(entry))
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(
        lines[1]
          == #"{"epoch":1,"seconds":20,"step":10,"training_loss":0.3,"unit":"nats per character","validation_loss":0.4}"#
      )
    }
  }

  @Test func resumingDropsWhatTheCheckpointHasNotComeTo() throws {
    try withHistory { path in
      let first = try TrainingHistory(path: path, resumingAt: 0)
      for step in [5, 10, 15] { try first.append(entry(step)) }
      let second = try TrainingHistory(path: path, resumingAt: 12)
      #expect(second.earlierSeconds == 20)
      try second.append(entry(15))
      #expect(try TrainingHistory.read(path).map(\.step) == [5, 10, 15])
    }
  }

  @Test func aNewTrainingBeginsANewOne() throws {
    try withHistory { path in
      try TrainingHistory(path: path, resumingAt: 0).append(entry(5))
      #expect(try TrainingHistory(path: path, resumingAt: 0).earlierSeconds == 0)
      #expect(try TrainingHistory.read(path).isEmpty)
    }
  }

  @Test func aLineCutOffByACrashIsLeftOutAndAnyOtherNamed() throws {
    try withHistory { path in
      try TrainingHistory(path: path, resumingAt: 0).append(entry(5))
      let whole = try String(contentsOfFile: path, encoding: .utf8)
      try (whole + #"{"epoch":1,"sec"#).write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try TrainingHistory.read(path).map(\.step) == [5])
      try (whole + "{}\n" + whole).write(toFile: path, atomically: true, encoding: .utf8)
      #expect(throws: CheckpointError.invalidHistory(path: path, line: 2)) { try TrainingHistory.read(path) }
      #expect(throws: CheckpointError.fileNotFound(path: path + "x")) { try TrainingHistory.read(path + "x") }
    }
  }
}
