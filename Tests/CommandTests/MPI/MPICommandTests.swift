import Foundation
import TestSupport
import Testing

/// Trainings that several processes share, started by mpirun: `make test-mpi` says where the program with MPI is.
@Suite(.enabled(if: MPIRun.program != nil, "started by `make test-mpi`"), .serialized)
struct MPICommandTests {
  /// Six parts of two streams; every step is evaluated, and clipped or not.
  private static let six = [
    "--parts", "6", "--batch-size", "12", "--sequence-length", "8", "--layers", "20,12", "--dropout", "0.2",
    "--recurrent-dropout", "0.1", "--ngrams", "3", "--ngram-rows", "500", "--rng-seed", "7", "--evaluate-every", "8",
  ]

  private static func train(_ steps: Int, _ name: String, more: [String] = []) -> [String] {
    ["train", "sea.txt", "--steps", "\(steps)", "--output", "\(name).safetensors"] + six + more
  }

  private func inFolder(_ body: (MPIRun) throws -> Void) throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      try body(MPIRun(program: program))
    }
  }

  @Test func anyNumberOfProcessesGivesTheFileOfOne() throws {
    try inFolder { mpi in
      let alone = try mpi.program.run(Self.train(24, "alone"))
      #expect(alone.status == 0, "\(alone.error)")
      let bytes = try mpi.program.bytes(of: "alone.safetensors")
      for processes in [1, 2, 3, 4] {
        let run = try mpi.run(processes, Self.train(24, "n\(processes)", more: ["--threads", "\(processes % 2 + 1)"]))
        #expect(run.status == 0, "\(run.error)")
        #expect(try mpi.program.bytes(of: "n\(processes).safetensors") == bytes, "\(processes) processes")
      }
      // The learning curve is the first process's alone, and nothing is left over.
      let names = try FileManager.default.contentsOfDirectory(atPath: mpi.program.folder.path)
      let made = ["alone", "n1", "n2", "n3", "n4"].flatMap { ["\($0).history.jsonl", "\($0).safetensors"] }
      #expect(names.filter { !$0.hasPrefix(".") }.sorted() == (made + ["sea.txt"]).sorted())
    }
  }

  /// A killed process ends all within seconds, and the last checkpoint goes on with fewer processes to the same bytes.
  @Test func aKilledProcessEndsAllAndTheCheckpointGoesOn() throws {
    try inFolder { mpi in
      let steps = 1500
      let process = mpi.process(4, Self.train(steps, "killed", more: ["--checkpoint-every", "1s", "--quiet"]))
      let errors = Pipe()
      // Open MPI says what has happened on stderr, MPICH on stdout.
      (process.standardOutput, process.standardError) = (errors, errors)
      try process.run()
      while !mpi.program.hasFile("killed.safetensors") && process.isRunning { usleep(20_000) }
      let began = try #require(mpi.children(named: "killed.safetensors").last)
      kill(began, SIGKILL)
      let start = Date()
      process.waitUntilExit()
      #expect(Date().timeIntervalSince(start) < 10)
      #expect(process.terminationStatus != 0)
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(said.contains("signal 9 (Killed)") || said.contains("Killed (signal 9)"), "\(said)")
      usleep(500_000)
      #expect(mpi.children(named: "killed.safetensors").isEmpty)
      let resumed = try mpi.run(2, ["train", "sea.txt", "--output", "killed.safetensors", "--resume"])
      #expect(resumed.status == 0 && resumed.error.contains("resuming after step "), "\(resumed.error)")
      _ = try mpi.program.run(Self.train(steps, "straight"))
      #expect(try mpi.program.bytes(of: "killed.safetensors") == mpi.program.bytes(of: "straight.safetensors"))
    }
  }

  /// What launchers send to each process when they are interrupted.
  @Test func anInterruptIsSavedAndGoesOn() throws {
    try inFolder { mpi in
      let process = mpi.process(
        3, Self.train(200_000, "stopped", more: ["--checkpoint-every", "1s", "--no-early-stop"]))
      let errors = Pipe()
      process.standardError = errors
      try process.run()
      while !mpi.program.hasFile("stopped.safetensors") && process.isRunning { usleep(20_000) }
      for child in mpi.children(named: "stopped.safetensors") { kill(child, SIGTERM) }
      process.waitUntilExit()
      let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(process.terminationStatus != 0)
      #expect(said.components(separatedBy: "interrupted after step ").count == 2, "\(said)")
      let resumed = try mpi.run(2, ["train", "sea.txt", "--resume", "--output", "stopped.safetensors", "--dry-run"])
      #expect(resumed.status == 0 && resumed.error.contains("resuming after step "), "\(resumed.error)")
    }
  }

  /// Each process has a folder, and one of them another text.
  @Test func anotherCorpusIsRefusedBeforeTheFirstStep() throws {
    try inFolder { mpi in
      for (number, text) in [Program.text, Program.text, Program.text.replacingOccurrences(of: "cold", with: "gold")]
        .enumerated()
      {
        let folder = mpi.program.folder.appending(path: "\(number)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: folder.appending(path: "sea.txt"))
      }
      let line = "cd $OMPI_COMM_WORLD_RANK$PMI_RANK && exec \"$@\""
      let run = try mpi.run(3, Self.train(9, "a"), through: ["sh", "-c", line, "sh"])
      #expect(run.status == 65, "\(run.status)")
      #expect(run.error.contains("process 2 (counted from 0) has another corpus than process 0"), "\(run.error)")
      #expect(!mpi.program.hasFile("0/a.safetensors"))
      try FileManager.default.removeItem(at: mpi.program.folder.appending(path: "1/sea.txt"))
      let missing = try mpi.run(3, Self.train(9, "a"), through: ["sh", "-c", line, "sh"])
      #expect(missing.status == 66, "\(missing.status)")
      #expect(missing.error.contains("(process 1 on "), "\(missing.error)")
    }
  }

  /// A time budget ends by the first process's clock, only that process is heard, and what it prints makes the same bytes.
  @Test func oneProcessTellsAndItsCommandRepeatsTheTraining() throws {
    try inFolder { mpi in
      let arguments = [
        "train", "sea.txt", "--time", "2s", "--hidden-size", "24", "--json", "--output", "timed.safetensors",
      ]
      let run = try mpi.run(3, arguments)
      #expect(run.status == 0, "\(run.error)")
      let events = try run.objects().compactMap { $0["event"] as? String }
      #expect(events.count { $0 == "done" } == 1 && events.last == "done")
      let steps = try run.objects().filter { $0["event"] as? String == "step" }.compactMap { $0["step"] as? Int }
      #expect(steps == Array(1...steps.count))
      let lines = run.error.split(separator: "\n")
      #expect(lines.contains { $0.contains("in each of 3 processes") && $0.contains("in 4 parts") }, "\(run.error)")
      let place = try #require(lines.firstIndex { $0.contains("The same training again") })
      let command = lines[place + 1].split(separator: " ").dropFirst().joined(separator: " ")
      let again = try mpi.program.shell("\"$T\" \(command)")
      #expect(again.status == 0, "\(again.error)")
      #expect(try mpi.program.bytes(of: "again.safetensors") == mpi.program.bytes(of: "timed.safetensors"))
    }
  }

  @Test func whatProcessesCannotShareIsRefused() throws {
    try inFolder { mpi in
      let few = try mpi.run(3, ["train", "sea.txt", "--steps", "2", "--parts", "2"])
      #expect(few.status == 64 && few.error.contains("2 parts cannot be shared by 3 processes"), "\(few.error)")
      let piped = try mpi.run(2, ["train", "-", "--steps", "2", "--output", "p.safetensors"])
      #expect(piped.status == 64 && piped.error.contains("several processes cannot read one pipe"), "\(piped.error)")
      try mpi.program.write(Data("date,x\n2020-01-01,1\n".utf8), to: "a.csv")
      // Of one host's options some ask for more than those of the others: nobody waits for what never comes.
      let other = try mpi.run(
        2, ["train", "sea.txt", "--output", "a.safetensors"],
        through: [
          "sh", "-c",
          "if [ $OMPI_COMM_WORLD_RANK$PMI_RANK = 0 ]; then exec \"$@\" --steps 4; else exec \"$@\" --time 3s; fi", "sh",
        ])
      #expect(other.status == 64, "\(other.status)")
      #expect(
        other.error.contains("process 1 (counted from 0) was given other options than process 0"), "\(other.error)")
      for command in [["forecast", "a.csv"], ["experiment", "long-lag"], ["score", "sea.txt"]] {
        let run = try mpi.run(2, command)
        #expect(run.status == 64 && run.error.contains("has work for one"), "\(run.error)")
        #expect(run.error.components(separatedBy: "textgen: error").count == 2, "\(run.error)")
      }
    }
  }

  /// A program without MPI would train the same in each process.
  @Test func aProgramWithoutMPIIsRefused() throws {
    try inFolder { mpi in
      let run = try mpi.run(2, ["train", "sea.txt", "--steps", "2"], through: ["sh", "-c", "exec \"$T\" \"$@\""])
      #expect(run.status == 64 && run.error.contains("was built without MPI"), "\(run.error)")
    }
  }
}
