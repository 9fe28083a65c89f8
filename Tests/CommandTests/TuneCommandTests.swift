import Foundation
import Glibc
import Testing

@Suite struct TuneCommandTests {
  /// A search of a few seconds over a made-up series: 14 trials in 20 rounds.
  static let search = [
    "tune", "waves.csv", "--max-epochs", "9", "--search", "hidden-size=4:16:4", "--search",
    "learning-rate=1e-3:3e-2:log",
    "--search", "dropout=0:0.4:0.2", "--window", "6", "--layers", "1", "--rng-seed", "7", "--threads", "1",
  ]

  static var waves: Data {
    let rows = (0..<160).map { "\(1850 + $0)-01-01,\(sin(Double($0) / 3) + 0.1 * cos(Double($0 * $0)))" }
    return Data(("day,height\n" + rows.joined(separator: "\n") + "\n").utf8)
  }

  private func inFolder(_ body: (Program) throws -> Void) throws {
    try Program.inFolder { program in
      try program.write(Self.waves, to: "waves.csv")
      try body(program)
    }
  }

  @Test func theSameSeedGivesTheSameTable() throws {
    var tables: [String] = []
    for _ in 0..<2 {
      try inFolder { program in
        let tuned = try program.run(Self.search)
        #expect(tuned.status == 0, "\(tuned.error)")
        #expect(tuned.error.contains("textgen forecast waves.csv"), "\(tuned.error)")
        tables.append(tuned.output)
        let study = "checkpoints/waves.study.sqlite"
        #expect(try program.run(["tune", "--show", study]).output == tuned.output)
        // A search that has ended has nothing left to do.
        #expect(try program.run(Self.search).output == tuned.output)
        #expect(try program.run(["tune", "--study", study]).output == tuned.output)
      }
    }
    #expect(tables[0] == tables[1])
    let lines = tables[0].split(separator: "\n")
    #expect(lines.count == 11)
    #expect(
      lines[0].split(separator: " ").map(String.init) == [
        "trial", "held", "out", "trained", "hidden-size", "learning-rate", "dropout",
      ])
    let losses = lines.dropFirst().compactMap { Double($0.split(separator: " ")[1]) }
    #expect(losses.count == 10 && losses == losses.sorted())
  }

  /// A process killed at any instant loses at most the round at hand.
  @Test func aSearchKilledThirtyTimesHasTheSameWinner() throws {
    var straight = ""
    try inFolder { straight = try $0.run(Self.search).output }
    try inFolder { program in
      var kills = 0
      var generator = SystemRandomNumberGenerator()
      while kills < 30 {
        let process = program.process(Self.search + ["--quiet"])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32.random(in: 1000..<150_000, using: &generator))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        kills += 1
      }
      let finished = try program.run(Self.search)
      #expect(finished.status == 0, "\(finished.error)")
      #expect(finished.output == straight)
    }
  }

  @Test func workersShareOneSearch() throws {
    try inFolder { program in
      let tuned = try program.run(Self.search + ["--workers", "3"])
      #expect(tuned.status == 0, "\(tuned.error)")
      let lines = tuned.output.split(separator: "\n")
      #expect(lines.count == 11, "\(tuned.output)")
      #expect(Set(lines.dropFirst().map { $0.prefix { $0 != " " } }).count == 10)
    }
  }

  @Test(arguments: [[], ["--bidirectional"]]) func theUsualRangesOfAForecastAreThoseOfItsReading(
    options: [String]
  ) throws {
    try inFolder { program in
      let tuned = try program.run(
        ["tune", "waves.csv", "--rng-seed", "7", "--threads", "1", "--max-steps", "4"] + options)
      #expect(tuned.status == 0, "\(tuned.error)")
      let columns = tuned.output.split(separator: "\n")[0].split(separator: " ").map(String.init)
      #expect(columns.contains(options.isEmpty ? "sequence-length" : "window"), "\(columns)")
      #expect(!columns.contains(options.isEmpty ? "window" : "sequence-length"), "\(columns)")
    }
  }

  @Test func aTextIsSearchedByStepsAndTheWinnerCanWrite() throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 4).utf8), to: "sea.txt")
      let tuned = try program.run([
        "tune", "sea.txt", "--max-steps", "54", "--search", "hidden-size=8:24:8", "--search", "cell=coupled,layer-norm",
        "--batch-size", "4", "--sequence-length", "8", "--rng-seed", "2",
      ])
      #expect(tuned.status == 0, "\(tuned.error)")
      let best = try #require(tuned.output.split(separator: "\n").dropFirst().first?.prefix { $0 != " " })
      let kept = try FileManager.default.contentsOfDirectory(
        atPath: program.folder.path + "/checkpoints/sea.study.sqlite.trials")
      #expect(Set(kept) == ["\(best).safetensors", "\(best).history.jsonl"])
      let written = try program.run([
        "sample", "--checkpoint", "checkpoints/sea.study.sqlite.trials/\(best).safetensors", "--length", "20",
      ])
      #expect(written.status == 0 && written.output.count >= 20, "\(written.error)")
    }
  }

  @Test(arguments: [
    (["waves.csv", "--search", "hidden-size=16:4:4"], 64, "goes from 16 down to 4"),
    (["waves.csv", "--search", "no-such-option=1:3:1"], 64, "no-such-option"),
    (["waves.csv", "--search", "scaling=standard,minmax"], 64, "cannot be compared"),
    (["waves.csv", "--search", "epochs=1:3:1"], 64, "--epochs is decided by the search"),
    (["waves.csv", "--search", "help=1,2"], 64, "--help is decided by the search"),
    (["waves.csv", "--search", "batch-size=0,-1"], 64, "--batch-size"),
    (["waves.csv", "--epochs", "3"], 64, "--epochs is decided by the search"),
    (["waves.csv", "--write-windows", "windows.csv"], 64, "--write-windows is decided by the search"),
    (["waves.csv", "--max-epochs", "3", "--max-time", "3s"], 64, "exclude each other"),
    (["waves.csv", "--factor", "1"], 64, "--factor has to be from 2 to 10"),
    (["missing.csv"], 66, "missing.csv"),
    (["--study", "missing.sqlite"], 66, "there is no search"),
    (["--study", "missing.sqlite", "--factor", "4"], 64, "--factor is recorded"),
    (["--show", "waves.csv"], 65, "not an SQLite database"),
    ([], 64, "name a text file or a CSV file"),
  ])
  func whatCannotBeSearchedIsRefused(arguments: [String], status: Int32, words: String) throws {
    try inFolder { program in
      let refused = try program.run(["tune"] + arguments)
      #expect(refused.status == status, "\(refused.error)")
      #expect(refused.error.contains(words), "\(refused.error)")
      // Nothing is left behind that a corrected command would meet.
      #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/checkpoints"))
    }
  }

  /// A search of options of which some values exclude each other.
  static func contradicting(seed: Int) -> [String] {
    [
      "tune", "sea.txt", "--max-steps", "9", "--search", "input-encoding=one-hot,embedding", "--search", "ngrams=1,3",
      "--hidden-size", "8", "--layers", "1", "--batch-size", "4", "--sequence-length", "8", "--rng-seed", "\(seed)",
      "--threads", "1",
    ]
  }

  /// Rows of a table whose values exclude each other.
  static func contradictions(_ table: String) -> Int {
    table.split(separator: "\n").count { $0.contains("one-hot") && $0.hasSuffix(" 3") }
  }

  /// Values that exclude each other lose single trials, also where the first trial has them.
  @Test(arguments: [1, 2, 3, 4]) func trialsWhoseOptionsExcludeEachOtherAreLost(seed: Int) throws {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 4).utf8), to: "sea.txt")
      let tuned = try program.run(Self.contradicting(seed: seed))
      #expect(tuned.status == 0, "\(tuned.error)")
      let notes = tuned.error.split(separator: "\n").filter { $0.contains(" is lost (") }
      #expect(!notes.isEmpty && notes.allSatisfy { $0.hasSuffix("--ngrams needs --input-encoding embedding") })
      #expect(
        tuned.output.split(separator: "\n").count > 5 && Self.contradictions(tuned.output) == 0, "\(tuned.output)")
    }
  }

  /// Of a text, what is not learnt character by character is said once.
  @Test func rareCharactersAreSaidOnce() throws {
    try Program.inFolder { program in
      try program.write(Data((String(repeating: Program.text, count: 4) + "é").utf8), to: "sea.txt")
      let tuned = try program.run([
        "tune", "sea.txt", "--max-steps", "9", "--search", "hidden-size=8:24:8", "--min-count", "2", "--layers", "1",
        "--batch-size", "4", "--sequence-length", "8", "--workers", "2", "--threads", "1",
      ])
      let line = "textgen: note: 1 character that occurs once is one unknown character, "
      #expect(tuned.status == 0 && tuned.error.components(separatedBy: line).count == 2, "\(tuned.error)")
    }
  }

  /// What a kill has left beside the files of a trial goes away with the trial's next round.
  @Test func leftoversOfTrialsAreRemoved() throws {
    try inFolder { program in
      let folder = program.folder.appending(path: "checkpoints/waves.study.sqlite.trials")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for end in ["safetensors", "history.jsonl"] {
        try Data([1]).write(to: folder.appending(path: ".2.\(end).0123abcd.part"))
      }
      let tuned = try program.run(Self.search)
      #expect(tuned.status == 0, "\(tuned.error)")
      let kept = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(kept.count == 2 && kept.allSatisfy { !$0.hasSuffix(".part") }, "\(kept)")
    }
  }

  @Test func aSearchThatIsAnotherGetsNoFolderOfTrials() throws {
    try inFolder { program in
      let begun = try program.run(Self.search)
      #expect(begun.status == 0, "\(begun.error)")
      let trials = program.folder.path + "/checkpoints/waves.study.sqlite.trials"
      try FileManager.default.removeItem(atPath: trials)
      let refused = try program.run(Self.search + ["--factor", "2"])
      #expect(refused.status == 64 && refused.error.contains("factor"), "\(refused.error)")
      #expect(!FileManager.default.fileExists(atPath: trials))
    }
  }

  @Test func aTextWithNothingToLearnLeavesNoSearchBehind() throws {
    try Program.inFolder { program in
      try program.write(Data("a".utf8), to: "one.txt")
      let refused = try program.run(["tune", "one.txt", "--max-steps", "9", "--search", "hidden-size=8:16:8"])
      #expect(refused.status == 65 && refused.error.contains("nothing to learn"), "\(refused.error)")
      #expect(!FileManager.default.fileExists(atPath: program.folder.path + "/checkpoints"))
    }
  }

  @Test func fewSettingsAreSaidToBeFew() throws {
    try inFolder { program in
      let tuned = try program.run([
        "tune", "waves.csv", "--max-epochs", "3", "--search", "hidden-size=4:8:4", "--window", "6", "--layers", "1",
      ])
      #expect(tuned.status == 0 && tuned.error.contains("the ranges have 2 different settings"), "\(tuned.error)")
    }
  }

  @Test func anotherSearchInTheSameFileIsRefused() throws {
    try inFolder { program in
      #expect(try program.run(Self.search).status == 0)
      let other = try program.run(Self.search.map { $0 == "hidden-size=4:16:4" ? "hidden-size=4:8:4" : $0 })
      #expect(other.status == 64)
      #expect(other.error.contains("another search space") && other.error.contains("--study"), "\(other.error)")
    }
  }
}
