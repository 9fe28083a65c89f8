import Foundation
import Testing

/// Runs the built program as a user would.
@Suite(.serialized) struct CommandTests {
  struct Outcome {
    let status: Int32
    let output: String
    let error: String
  }

  private static let program: URL = {
    // The tests' own executable stands beside the program.
    Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "textgen")
  }()

  private func run(_ arguments: [String], input: Data? = nil, in folder: URL) throws -> Outcome {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let files = ["in", "out", "err"].map { folder.appending(path: ".\($0)") }
    try (input ?? Data()).write(to: files[0])
    for file in files[1...] { try Data().write(to: file) }
    process.standardInput = input == nil ? FileHandle.nullDevice : try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    let texts = try files[1...].map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    return Outcome(status: process.terminationStatus, output: texts[0], error: texts[1])
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private static let text = String(repeating: "The lamp burns. The sea is cold.\n", count: 60)
  private static let small = ["--hidden-size", "16", "--batch-size", "4", "--sequence-length", "16", "--rng-seed", "7"]

  private func train(_ folder: URL, steps: Int, more: [String] = []) throws -> Outcome {
    try Self.text.write(to: folder.appending(path: "sea.txt"), atomically: true, encoding: .utf8)
    return try run(["train", "sea.txt", "--steps", "\(steps)"] + Self.small + more, in: folder)
  }

  @Test func trainSampleScoreInspect() throws {
    try withFolder { folder in
      let trained = try train(folder, steps: 20)
      #expect(trained.status == 0, "\(trained.error)")
      #expect(trained.output.isEmpty)
      #expect(trained.error.contains("textgen sample --checkpoint checkpoints/sea.safetensors"))
      let sample = try run(["sample", "--seed", "The ", "--length", "30", "--rng-seed", "1"], in: folder)
      #expect(sample.status == 0, "\(sample.error)")
      #expect(sample.output.hasPrefix("The "))
      #expect(sample.output.count == 4 + 30 + 1)
      #expect(sample.error.isEmpty)
      let again = try run(["sample", "--seed", "The ", "--length", "30", "--rng-seed", "1"], in: folder)
      #expect(again.output == sample.output)
      let score = try run(["score", "--json"], input: Data("The sea is cold.\n".utf8), in: folder)
      #expect(score.output.contains(#""characters":17"#), "\(score.error)")
      let inspected = try run(["inspect", "--vocabulary"], in: folder)
      #expect(inspected.output.contains("lstm.weight_hh_l0"))
      #expect(inspected.output.contains("U+000A LINE FEED"))
    }
  }

  @Test func anyThreadCountGivesTheSameFile() throws {
    try withFolder { folder in
      let one = try train(folder, steps: 12, more: ["--output", "a.safetensors"])
      let three = try train(folder, steps: 12, more: ["--output", "b.safetensors", "--threads", "3"])
      #expect(one.status == 0 && three.status == 0)
      let files = try ["a", "b"].map { try Data(contentsOf: folder.appending(path: "\($0).safetensors")) }
      #expect(files[0] == files[1])
    }
  }

  @Test func badInputGetsOneClearLine() throws {
    try withFolder { folder in
      let trained = try train(folder, steps: 2)
      #expect(trained.status == 0, "\(trained.error)")
      let cases: [(arguments: [String], status: Int32, message: String)] = [
        (["train", "missing.txt"], 66, "no such file"),
        (["train", "sea.txt"], 64, "exists already"),
        (["train", "sea.txt", "--steps", "1", "--time", "5s"], 64, "exclude each other"),
        (["train", "sea.txt", "--output", "/proc/none/x"], 74, "cannot"),
        (["train", "sea.txt", "--output", "x", "--charset", "utf-99"], 64, "unknown charset"),
        (["train", "sea.txt", "--output", "x", "--resume"], 66, "nothing to resume"),
        (["sample", "--seed", "á"], 65, "U+00E1"),
        (["sample", "--checkpoint", "none.safetensors"], 66, "no such checkpoint"),
        (["sample", "--checkpoint", "sea.txt"], 65, "not a safetensors file"),
        (["sample", "--temperature", "-1"], 64, "temperature"),
        (["score", "missing.txt"], 66, "no such file"),
      ]
      for (arguments, status, message) in cases {
        let outcome = try run(arguments, in: folder)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
        #expect(outcome.error.contains(message), "\(arguments): \(outcome.error)")
        #expect(outcome.output.isEmpty, "\(arguments)")
      }
      let rude: [(String, [UInt8])] = [
        ("empty", []), ("one", [97]), ("same", [97, 97, 97]),
        ("binary", (0..<2048).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) }),
      ]
      for (name, bytes) in rude {
        try Data(bytes).write(to: folder.appending(path: name))
        let outcome = try run(["train", name, "--steps", "1", "--output", "x"], in: folder)
        #expect(outcome.status == 65, "\(name): \(outcome.error)")
        #expect(outcome.error.split(separator: "\n").last?.hasPrefix("textgen: error: ") == true, "\(name)")
      }
    }
  }
}
