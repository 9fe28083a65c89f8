import Foundation
import TestSupport

/// The built program, run as a user would in a folder of its own.
struct Program {
  /// What a finished run left.
  struct Outcome {
    let status: Int32
    let outputBytes: Data
    let error: String

    var output: String { String(decoding: outputBytes, as: UTF8.self) }

    /// The JSON objects on stdout, one a line.
    func objects() throws -> [[String: Any]] {
      try output.split(separator: "\n").map { line in
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      }
    }
  }

  let folder: URL

  // The tests' own executable stands beside the program.
  static let executable = Bundle.main.executableURL!.deletingLastPathComponent().appending(path: "textgen")

  /// Runs `body` with a program in a new folder, which is removed afterwards.
  static func inFolder<Result>(_ body: (Program) throws -> Result) throws -> Result {
    try withTemporaryFolder { try body(Program(folder: URL(filePath: $0))) }
  }

  /// A process that has not been started, with stdin from nowhere.
  func process(_ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = Self.executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs to the end; `input` comes through a pipe.
  func run(_ arguments: [String], input: Data? = nil) throws -> Outcome {
    let process = process(arguments)
    let files = ["out", "err"].map { folder.appending(path: ".\($0)") }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    let pipe = Pipe()
    if input != nil { process.standardInput = pipe }
    try process.run()
    if let input {
      // A program that does not read to the end closes the pipe, which is no failure of the test.
      try? pipe.fileHandleForWriting.write(contentsOf: input)
      try pipe.fileHandleForWriting.close()
    }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, outputBytes: try Data(contentsOf: files[0]),
      error: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
  }

  /// Runs a shell line in which `$T` is the program.
  func shell(_ line: String) throws -> Outcome {
    let process = process([])
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line]
    process.environment = ProcessInfo.processInfo.environment.merging(["T": Self.executable.path]) { $1 }
    let (output, error) = (folder.appending(path: ".out"), folder.appending(path: ".err"))
    for file in [output, error] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, outputBytes: try Data(contentsOf: output),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
  }

  func write(_ bytes: Data, to name: String) throws { try bytes.write(to: folder.appending(path: name)) }

  func bytes(of name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  func hasFile(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }

  static let text = String(repeating: "The lamp burns. The sea is cold.\n", count: 60)
  /// Bytes that are text in no charset.
  static let binary = Data((0..<2048).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 3) })
  /// Options of a model that trains in an instant.
  static let small = ["--hidden-size", "16", "--batch-size", "4", "--sequence-length", "16", "--rng-seed", "7"]

  /// Trains a small model on `text` for some steps.
  func train(steps: Int, more: [String] = []) throws -> Outcome {
    try write(Data(Self.text.utf8), to: "sea.txt")
    return try run(["train", "sea.txt", "--steps", "\(steps)"] + Self.small + more)
  }
}
