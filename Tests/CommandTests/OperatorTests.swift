import Foundation
import Glibc
import Testing

/// What people at terminals, other processes and full disks do to a training.
@Suite struct OperatorTests {
  /// Starts a training that lasts until it is ended, and waits until it has saved or until `body` has seen enough.
  private func withLongTraining(
    _ program: Program, _ arguments: [String] = ["train", "sea.txt", "--steps", "1000000", "--checkpoint-every", "1s"],
    _ body: (Process) throws -> Void
  ) throws {
    try program.write(Data(Program.text.utf8), to: "sea.txt")
    let training = program.process(arguments + Program.small + ["--output", "x.safetensors", "--quiet"])
    training.standardError = FileHandle.nullDevice
    training.standardOutput = FileHandle.nullDevice
    try training.run()
    defer {
      if training.isRunning { kill(training.processIdentifier, SIGKILL) }
      training.waitUntilExit()
    }
    try body(training)
  }

  private func wait(seconds: Double = 60, until isDone: () -> Bool) -> Bool {
    let end = Date.now + seconds
    while Date.now < end {
      if isDone() { return true }
      usleep(20_000)
    }
    return false
  }

  @Test func theSecondTrainingToAFileIsRefusedAndNamesTheFirst() throws {
    try Program.inFolder { program in
      try withLongTraining(program) { training in
        try #require(wait { program.hasFile("x.safetensors") })
        // Two names of one checkpoint, and two checkpoints with one learning curve.
        try #require(symlink("x.safetensors", program.folder.appending(path: "link").path) == 0)
        for output in ["x.safetensors", "link", "x"] {
          for more in [[], ["--force"]] + (output == "x" ? [] : [["--resume"]]) {
            let second = try program.run(["train", "sea.txt", "--output", output, "--steps", "1"] + more)
            #expect(second.status == 74, "\(output) \(more): \(second.error)")
            #expect(
              second.error.contains("is being written by another training, process \(training.processIdentifier)"),
              "\(output) \(more): \(second.error)")
            #expect(second.error.contains("train sea.txt"), "\(second.error)")
          }
        }
        // What only looks at the files is nobody's rival, and another output is free.
        #expect(try program.run(["sample", "--checkpoint", "x.safetensors", "--length", "1"]).status == 0)
        #expect(try program.run(["train", "sea.txt", "--output", "y", "--steps", "1"] + Program.small).status == 0)
        kill(training.processIdentifier, SIGKILL)
        training.waitUntilExit()
        let next = try program.run(["train", "sea.txt", "--output", "x.safetensors", "--resume", "--steps", "1"])
        #expect(next.status == 0, "\(next.error)")
        let hidden = try FileManager.default.contentsOfDirectory(atPath: program.folder.path).filter {
          $0.hasPrefix(".x") || $0.hasPrefix(".y")
        }
        #expect(hidden == [])
      }
    }
  }

  @Test func whatAKillLeftIsRemovedByTheNextTraining() throws {
    try Program.inFolder { program in
      let leftovers = [".x.safetensors.0123abcd.part", ".x.history.jsonl.89abcdef.part", ".x.safetensors.lock"]
      for name in leftovers { try program.write(Data([1]), to: name) }
      try program.write(Data([1]), to: ".x.safetensors.swp")
      #expect(try program.train(steps: 1, more: ["--output", "x.safetensors"]).status == 0)
      #expect(!leftovers.contains { program.hasFile($0) })
      #expect(program.hasFile(".x.safetensors.swp"))
    }
  }

  /// The evaluation of all that is held out, which `--evaluation-length` asks for, would take minutes.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func aSignalInAnEvaluationEndsTheTrainingSoon(signal: Int32) throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 60).utf8), to: "sea.txt")
      let training = program.process(
        ["train", "sea.txt", "--steps", "9", "--evaluate-every", "1", "--evaluation-length", "1000000000"]
          + ["--validation", "0.9", "--hidden-size", "300", "--batch-size", "2", "--sequence-length", "16"]
          + ["--threads", "1", "--output", "x.safetensors", "--json"])
      let output = Pipe()
      training.standardOutput = output
      training.standardError = FileHandle.nullDevice
      try training.run()
      // The first step is told of before its evaluation.
      #expect(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).contains("\"step\""))
      let start = Date.now
      kill(training.processIdentifier, signal)
      training.waitUntilExit()
      // Two seconds are meant; a debug build among other tests is slower.
      #expect(Date.now.timeIntervalSince(start) < 20)
      #expect(training.terminationStatus == 130 && training.terminationReason == .exit)
      let summary = try program.run(["inspect", "x.safetensors"])
      #expect(summary.output.contains("steps          1 of 9"), "\(summary.output)\(summary.error)")
    }
  }

  /// A step would take many seconds; it is not counted.
  @Test(arguments: [["train", "sea.txt"], ["forecast", "wave.csv", "--target", "height", "--predict", "level"]])
  func aSignalInAStepEndsTheTrainingSoon(arguments: [String]) throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 20).utf8), to: "sea.txt")
      try program.write(Data(Wave.table(rows: 12_000).utf8), to: "wave.csv")
      let training = program.process(
        arguments + ["--season", "24"].filter { _ in arguments[0] == "forecast" }
          + ["--steps", "2", "--hidden-size", "1024", "--batch-size", "8", "--sequence-length", "1024"]
          + ["--threads", "1", "--output", arguments[0]])
      let error = Pipe()
      training.standardError = error
      training.standardOutput = FileHandle.nullDevice
      try training.run()
      var said = Data()
      while !String(decoding: said, as: UTF8.self).contains("--rng-seed") {
        let more = error.fileHandleForReading.availableData
        try #require(!more.isEmpty, "\(String(decoding: said, as: UTF8.self))")
        said += more
      }
      usleep(500_000)
      let start = Date.now
      kill(training.processIdentifier, SIGTERM)
      said += try error.fileHandleForReading.readToEnd() ?? Data()
      training.waitUntilExit()
      // Two seconds are meant, with the save.
      #expect(Date.now.timeIntervalSince(start) < 10)
      #expect(training.terminationStatus == 130 && training.terminationReason == .exit)
      let text = String(decoding: said, as: UTF8.self)
      #expect(text.contains("interrupted after step 0; saved."), "\(text)")
      let path = arguments[0] == "train" ? "train" : "forecast.safetensors"
      let summary = try program.run(["inspect", path])
      #expect(summary.output.contains("steps          0 of 2"), "\(summary.output)\(summary.error)")
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func readingFromAPipeCanBeEnded(signal: Int32) throws {
    try Program.inFolder { program in
      for arguments in [["forecast", "-"], ["train", "-"]] {
        let process = program.process(arguments)
        let (input, error) = (Pipe(), Pipe())
        (process.standardInput, process.standardError) = (input, error)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("date,x\n2020-01-01,1\n".utf8))
        usleep(300_000)
        #expect(process.isRunning, "\(arguments)")
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal, "\(arguments)")
        try input.fileHandleForWriting.close()
      }
    }
  }

  /// The system's refusal of memory ends the program as other aborts do, and is told from them by its exit code.
  @Test func anAbortForLackOfMemorySaysSo() throws {
    try Program.inFolder { program in
      let starved = try program.shell(
        "ulimit -v 250000; yes 12345 | head -c 300000000 | (cd \(program.folder.path) && exec $T forecast -)")
      #expect(starved.status == 71, "\(starved.error)")
      #expect(starved.error.contains("the system gives no further"), "\(starved.error)")
    }
  }

  @Test func aFileLimitIsAnErrorAndNoSignal() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let outcome = try program.shell(
        "cd \(program.folder.path) && ulimit -f 4 && $T train sea.txt --steps 2 --output x \(Program.small.joined(separator: " "))"
      )
      #expect(outcome.status == 74, "\(outcome.error)")
      #expect(outcome.error.contains("x: cannot write: File too large"), "\(outcome.error)")
      #expect(!program.hasFile("x"))
    }
  }

  @Test func namesThatAreNotUTF8AreNotTakenForOthers() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      for command in ["train sea.txt --steps 1 --output $'x\\xFFy'", "train $'x\\xFFy'", "sample --seed $'\\xC3('"] {
        let outcome = try program.shell("cd \(program.folder.path) && $T \(command)")
        #expect(outcome.status == 64, "\(command): \(outcome.error)")
        #expect(outcome.error.contains("is not UTF-8"), "\(command): \(outcome.error)")
      }
      // In a folder of such a name everything goes on.
      let outcome = try program.shell(
        "cd \(program.folder.path) && mkdir $'f\\xFF' && cd $'f\\xFF' && "
          + "$T train ../sea.txt --steps 1 \(Program.small.joined(separator: " ")) && ls checkpoints && ls .. | wc -l")
      #expect(outcome.status == 0, "\(outcome.error)")
      #expect(outcome.output.contains("sea.safetensors"), "\(outcome.output)")
    }
  }

  @Test func longAndOddNamesAreWrittenAndRead() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      for name in [String(repeating: "n", count: 255), String(repeating: "n", count: 243) + ".safetensors", "\u{301}x"]
      {
        let trained = try program.run(["train", "sea.txt", "--steps", "1", "--output", name] + Program.small)
        #expect(trained.status == 0, "\(trained.error)")
        #expect(program.hasFile(name))
        #expect(try program.run(["plot", name, "--output", "p.svg", "--force"]).status == 0)
      }
    }
  }

  @Test(arguments: [Int.min, Int.max, 0, -1]) func aLayerThatIsNotThereIsNamed(layer: Int) throws {
    try Program.inFolder { program in
      _ = try program.train(steps: 1, more: ["--output", "x"])
      let outcome = try program.run(["inspect", "x", "--trace", "sea", "--layer=\(layer)"])
      #expect(outcome.status == 64, "\(outcome.error)")
      #expect(outcome.error.contains("there is no layer \(layer)"), "\(outcome.error)")
    }
  }
}
