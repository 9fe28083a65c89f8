import Foundation
import Glibc
import Testing

/// Signals while a forecast does what takes its time beside the training.
@Suite struct ForecastInterruptTests {
  private func table(rows: Int) -> Data {
    var text = "time,x\n"
    for row in 0..<rows { text += "\(1_600_000_000 + 60 * row),\(row * row % 1009)\n" }
    return Data(text.utf8)
  }

  /// Starts a forecast and sends it a signal when it says what it is doing; returns all that it has said.
  private func interrupt(
    _ program: Program, _ arguments: [String], at phase: String, with signal: Int32
  ) throws -> (process: Process, said: String) {
    let process = program.process(["forecast", "x.csv"] + arguments)
    let error = Pipe()
    process.standardError = error
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var said = Data()
    while !String(decoding: said, as: UTF8.self).contains(phase) {
      let more = error.fileHandleForReading.availableData
      try #require(!more.isEmpty, "\(phase) in \(String(decoding: said, as: UTF8.self))")
      said += more
    }
    let start = Date.now
    kill(process.processIdentifier, signal)
    said += try error.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    // At once is meant; the machine is busy with other tests.
    #expect(Date.now.timeIntervalSince(start) < 2, "\(phase)")
    return (process, String(decoding: said, as: UTF8.self))
  }

  /// Before the training there is nothing to save. The rows are enough for what is done with them to be said.
  @Test(arguments: [("reading dates and numbers", SIGINT, 500_000), ("looking for a season", SIGTERM, 150_000)])
  func beforeTheTraining(phase: String, signal: Int32, rows: Int) throws {
    try Program.inFolder { program in
      try program.write(table(rows: rows), to: "x.csv")
      let (process, _) = try interrupt(program, ["--output", "x"], at: phase, with: signal)
      #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
      #expect(!program.hasFile("x.safetensors"))
    }
  }

  /// Behind it the training is saved, and what is printed goes on.
  @Test func behindTheTraining() throws {
    try Program.inFolder { program in
      try program.write(table(rows: 150_000), to: "x.csv")
      let options = ["--predict", "level", "--season", "7", "--steps", "1", "--hidden-size", "384", "--output", "x"]
      let (process, said) = try interrupt(program, options, at: "measuring the interval", with: SIGTERM)
      #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(said)")
      #expect(said.contains("textgen: interrupted; the training is saved. Go on with:\n"), "\(said)")
      let command = try #require(said.split(separator: "\n").last)
      #expect(command.hasSuffix(" forecast x.csv --output x --resume"), "\(command)")
      #expect(program.hasFile("x.safetensors") && !program.hasFile("x.predictions.csv"))
      let resumed = try program.run(["forecast", "x.csv", "--output", "x", "--resume"])
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(program.hasFile("x.predictions.csv") && program.hasFile("x.svg"))
    }
  }
}
