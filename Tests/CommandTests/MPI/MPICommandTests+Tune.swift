import Foundation
import TestSupport
import Testing

/// Searches that several processes share.
extension MPICommandTests {
  private static let study = "checkpoints/waves.study.sqlite"
  private static let trials = study + ".trials"
  /// A search of many trials that takes seconds.
  private static let slow = TuneCommandTests.search.map {
    ["--max-epochs": "--max-steps", "9": "1000"][$0] ?? $0
  }

  private func searching(_ body: (MPIRun) throws -> Void) throws {
    try Program.inFolder { program in
      try program.write(TuneCommandTests.waves, to: "waves.csv")
      try body(MPIRun(program: program))
    }
  }

  /// The held-out loss of each trial of a table, by the trial and how far it was trained.
  private func losses(_ table: String) -> [String: String] {
    let rows = table.split(separator: "\n").dropFirst().map { $0.split(separator: " ").map(String.init) }
    return Dictionary(rows.map { ("\($0[0]) \($0[2])", $0[1]) }) { $1 }
  }

  /// What is left of a process's folder for the files of a trial.
  private func leftovers(_ mpi: MPIRun) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: mpi.temporary.path).filter { $0.hasPrefix("textgen-") }
  }

  /// One process that trains, beside the one that keeps the study, follows the order of a process by itself.
  @Test func aSearchByOneOtherProcessIsThatOfOneAlone() throws {
    var kept: [[String: Data]] = []
    var tables: [String] = []
    for processes in 0...2 {
      try searching { mpi in
        let run =
          processes == 0
          ? try mpi.program.run(TuneCommandTests.search) : try mpi.run(processes, TuneCommandTests.search)
        #expect(run.status == 0, "\(run.error)")
        tables.append(run.output)
        let names = try FileManager.default.contentsOfDirectory(
          atPath: mpi.program.folder.appending(path: Self.trials).path)
        #expect(names.count == 2 && names.contains { $0.hasSuffix(".history.jsonl") }, "\(names)")
        let checkpoints = names.filter { $0.hasSuffix(".safetensors") }
        kept.append(
          Dictionary(try checkpoints.map { ($0, try mpi.program.bytes(of: "\(Self.trials)/\($0)")) }) { $1 })
        #expect(mpi.program.hasFile("checkpoints/waves.study.html"))
      }
    }
    #expect(tables[0].split(separator: "\n").count == 11)
    #expect(tables[1] == tables[0] && tables[2] == tables[0])
    #expect(kept[0].count == 1 && kept[1] == kept[0] && kept[2] == kept[0])
  }

  @Test func processesShareOneSearch() throws {
    try searching { mpi in
      let alone = try mpi.program.run(TuneCommandTests.search + ["--study", "alone.sqlite"])
      let run = try mpi.run(4, TuneCommandTests.search)
      #expect(run.status == 0, "\(run.error)")
      let (own, others) = (losses(run.output), losses(alone.output))
      #expect(own.count == 10)
      let both = Set(own.keys).intersection(others.keys)
      #expect(!both.isEmpty)
      for key in both { #expect(own[key] == others[key], "\(key)") }
      // Said once, and every round of the plan is made.
      for words in ["searching hidden-size", "process 0 keeps the search, and 3 others train", "train it from the"] {
        #expect(run.error.components(separatedBy: words).count == 2, "\(run.error)")
      }
      #expect(run.error.contains(" of 3 processes training"), "\(run.error)")
      let last = try #require(run.error.split(separator: "\n").last { $0.contains(" rounds, ") })
      let numbers = last.split { !$0.isNumber }.compactMap { Int($0) }
      #expect(numbers[0] >= 20 && numbers[0] == numbers[1], "\(last)")
      #expect(try leftovers(mpi).isEmpty)
    }
  }

  /// The process that keeps the study gives a text's trials their checkpoints from the disk, with a launcher or without.
  @Test func aTextIsSearchedWithAndWithoutALauncher() throws {
    try Program.inFolder { program in
      let mpi = MPIRun(program: program)
      try program.write(Data(String(repeating: Program.text, count: 4).utf8), to: "sea.txt")
      let search = [
        "tune", "sea.txt", "--max-steps", "54", "--search", "hidden-size=8:24:8", "--search", "cell=coupled,layer-norm",
        "--batch-size", "4", "--sequence-length", "8", "--rng-seed", "2", "--threads", "1",
      ]
      let straight = try program.run(search + ["--study", "straight.sqlite"])
      #expect(straight.status == 0, "\(straight.error)")
      for turn in 0..<3 {
        let part = search + ["--total-time", "0.\(turn + 1)s"]
        let run = turn == 1 ? try program.run(part) : try mpi.run(2, part)
        #expect(run.status == 0, "\(run.error)")
      }
      let finished = try mpi.run(2, search + ["--total-time", "1h"])
      #expect(finished.status == 0, "\(finished.error)")
      #expect(finished.output == straight.output)
    }
  }

  /// Values that exclude each other lose single trials, which are given to other processes than the one that has checked.
  @Test func trialsWhoseOptionsExcludeEachOtherAreLost() throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 4).utf8), to: "sea.txt")
      let run = try MPIRun(program: program).run(3, TuneCommandTests.contradicting(seed: 1))
      #expect(run.status == 0, "\(run.error)")
      #expect(run.error.contains("): --ngrams needs --input-encoding embedding\n"), "\(run.error)")
      #expect(run.output.split(separator: "\n").count > 5 && TuneCommandTests.contradictions(run.output) == 0)
    }
  }

  /// Starts a search that takes a while in three processes, which say what they have to say into a file.
  private func slowSearch(_ mpi: MPIRun) throws -> (Process, errors: URL) {
    let process = mpi.process(3, Self.slow)
    let errors = mpi.program.folder.appending(path: ".errors")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    return (process, errors)
  }

  /// The process that keeps the study is told to end, and no other: it says what it waits for.
  @Test func aKeeperThatIsToldToEndSaysWhatItWaitsFor() throws {
    try searching { mpi in
      let (process, errors) = try slowSearch(mpi)
      while !mpi.program.hasFile("\(Self.trials)/2.safetensors") && process.isRunning { usleep(10_000) }
      // The first process is the only one that has the study open.
      let first = mpi.children(named: "waves.csv").first { child in
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(child)/fd")) ?? []
        return files.contains {
          let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(child)/fd/\($0)")
          return file?.hasSuffix(".study.sqlite") ?? false
        }
      }
      kill(try #require(first), SIGTERM)
      process.waitUntilExit()
      let said = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      #expect(process.terminationStatus == 130, "\(said)")
      #expect(said.contains("waiting for 1 round to end") || said.contains("waiting for 2 rounds to end"), "\(said)")
      #expect(said.contains("textgen tune --study \(Self.study)"), "\(said)")
    }
  }

  /// The search goes on behind what was recorded, with another number of processes.
  @Test func aKilledProcessEndsAllAndTheSearchGoesOn() throws {
    try searching { mpi in
      let process = mpi.process(4, Self.slow + ["--quiet"])
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      while !mpi.program.hasFile("\(Self.trials)/6.safetensors") && process.isRunning { usleep(10_000) }
      let last = try #require(mpi.children(named: "waves.csv").last)
      kill(last, SIGKILL)
      let start = Date()
      process.waitUntilExit()
      #expect(Date().timeIntervalSince(start) < 10 && process.terminationStatus != 0)
      usleep(500_000)
      #expect(mpi.children(named: "waves.csv").isEmpty)
      let before = losses(try mpi.program.run(["tune", "--show", Self.study]).output)
      #expect(before.count >= 3, "\(before)")
      let resumed = try mpi.run(3, ["tune", "--study", Self.study])
      #expect(resumed.status == 0, "\(resumed.error)")
      #expect(resumed.error.contains("; going on after "), "\(resumed.error)")
      let after = losses(resumed.output)
      #expect(after.count == 10, "\(resumed.output)")
      for (trial, loss) in before where after[trial] != nil { #expect(after[trial] == loss, "\(trial)") }
    }
  }

  /// What launchers send to each process when they are interrupted: rounds are saved, and the search goes on without a launcher.
  @Test func anInterruptedSearchGoesOnWithoutALauncher() throws {
    try searching { mpi in
      let (process, errors) = try slowSearch(mpi)
      while !mpi.program.hasFile("\(Self.trials)/4.safetensors") && process.isRunning { usleep(10_000) }
      usleep(100_000)
      for child in mpi.children(named: "waves.csv") { kill(child, SIGTERM) }
      process.waitUntilExit()
      let said = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      #expect(process.terminationStatus == 130, "\(said)")
      #expect(said.components(separatedBy: "textgen tune --study \(Self.study)").count == 2, "\(said)")
      #expect(try leftovers(mpi).isEmpty)
      let resumed = try mpi.program.run(["tune", "--study", Self.study])
      #expect(resumed.status == 0 && resumed.error.contains("; going on after "), "\(resumed.error)")
      #expect(losses(resumed.output).count == 10)
    }
  }

  /// One host is taken away: its round is trained by the others.
  @Test func aProcessThatIsToldToEndLeavesTheOthersAtWork() throws {
    try searching { mpi in
      let process = mpi.process(3, Self.slow)
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      while !mpi.program.hasFile("\(Self.trials)/4.safetensors") && process.isRunning { usleep(10_000) }
      kill(try #require(mpi.children(named: "waves.csv").last), SIGTERM)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      #expect(losses(try mpi.program.run(["tune", "--show", Self.study]).output).count == 10)
    }
  }

  /// Each process has a folder, and one of them other data.
  @Test func otherDataIsRefusedBeforeTheFirstTrial() throws {
    try searching { mpi in
      for number in 0..<3 {
        let folder = mpi.program.folder.appending(path: "\(number)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let more = number == 2 ? "2010-01-01,0.5\n" : ""
        try (TuneCommandTests.waves + Data(more.utf8)).write(to: folder.appending(path: "waves.csv"))
      }
      let line = "cd $OMPI_COMM_WORLD_RANK$PMI_RANK && exec \"$@\""
      let run = try mpi.run(3, TuneCommandTests.search, through: ["sh", "-c", line, "sh"])
      #expect(run.status == 65, "\(run.status)")
      #expect(
        run.error.contains("process 2 (counted from 0) on \(ProcessInfo.processInfo.hostName) has other data"),
        "\(run.error)")
      #expect(run.error.contains("161 rows of height") && run.error.contains("160 rows of height"), "\(run.error)")
      #expect(!mpi.program.hasFile("0/checkpoints"))
    }
  }

  @Test(arguments: [
    (["waves.csv", "--workers", "2"], "a launcher of MPI has started this process"),
    (["waves.csv", "--search", "no-such-option=1:3:1"], "no-such-option"),
    (["waves.csv", "--search", "epochs=1:3:1"], "--epochs is decided by the search"),
    (["waves.csv", "--search", "batch-size=0,-1"], "--batch-size"),
    (["waves.csv", "--no-such-option"], "no-such-option"),
    (["--show", "waves.study.sqlite"], "has work for one"),
    (["-"], "several processes cannot read one pipe"),
  ])
  func searchesThatProcessesCannotShareAreRefused(arguments: [String], words: String) throws {
    try searching { mpi in
      let run = try mpi.run(3, ["tune"] + arguments)
      #expect(run.status == 64, "\(run.status)")
      #expect(run.error.contains(words), "\(run.error)")
      #expect(!mpi.program.hasFile("checkpoints"))
    }
  }

  /// Also where the launcher has started one process.
  @Test func workersBesideALauncherAreRefused() throws {
    try searching { mpi in
      let run = try mpi.run(1, ["tune", "waves.csv", "--workers", "2"])
      #expect(run.status == 64 && run.error.contains("leave the launcher out"), "\(run.error)")
    }
  }
}
