import Files
import Glibc
import Synchronization
import TestSupport
import Testing
import Tuning
import Workers

/// Threads of a test share a search: the first one keeps the study, and the others train.
@Suite struct StudyKeeperTests {
  /// The rounds of a study.
  private final class StudySource: WorkSource {
    let study: Study
    let folder: String
    private(set) var outcomes: [RoundOutcome] = []

    init(_ study: Study, folder: String) { (self.study, self.folder) = (study, folder) }

    func next() throws -> NextRound {
      switch try study.claim() {
      case .finished: return .finished
      case .wait: return .wait
      case .work(let work):
        return .train(TrialRound(work: work, fraction: Double(work.resource) / 9, stem: "\(folder)/\(work.trial)"))
      }
    }

    func end(_ round: TrialRound, _ outcome: RoundOutcome, seconds: Double) throws {
      outcomes.append(outcome)
      switch outcome {
      case .measured(let loss, let step): try study.record(loss: loss, seconds: seconds, step: step, of: round.work)
      case .lost: try study.record(loss: .nan, seconds: seconds, step: 0, of: round.work)
      case .interrupted: try study.release(round.work)
      }
    }
  }

  /// Sees what the keeper tells.
  private final class Watcher: KeeperObserver, @unchecked Sendable {
    private struct Told {
      var unsaved: [String] = []
      var awaited: [Int] = []
      var begun = 0
      var isEnding = false
    }

    private let told = Mutex(Told())
    private let decides: () -> Bool

    init(_ decides: @escaping () -> Bool = { true }) { self.decides = decides }

    var goesOn: Bool { told.withLock { !$0.isEnding } && decides() }
    var unsaved: [String] { told.withLock { $0.unsaved } }
    var awaited: [Int] { told.withLock { $0.awaited } }

    /// Ends the search when so many rounds have begun.
    func begins(last: Int) {
      told.withLock {
        $0.begun += 1
        $0.isEnding = $0.begun == last
      }
    }
    func couldNotSave(_ path: String, reason: String) { told.withLock { $0.unsaved.append(path) } }
    func awaits(rounds: Int) { told.withLock { $0.awaited.append(rounds) } }
  }

  /// What a test's process has seen.
  private struct Seen: Sendable {
    var isFinished = false
    var rounds = 0
    /// Rounds whose trial did not have the files of its last round.
    var strange: [String] = []
  }

  /// Trains like a worker whose checkpoints are lists of what each round trained to. Interrupted in a round where `most` rounds
  /// are made.
  private static func train(_ process: ThreadProcess, _ objective: Objective, most: Int = .max) throws -> Seen {
    try withTemporaryFolder { folder in
      let work = DistantWork(among: process, folder: folder)
      work.begin(data: "text", host: "node\(process.rank)")
      var seen = Seen()
      while true {
        let next = try work.next()
        if next == .finished { break }
        guard case .train(let round) = next else { continue }
        let before = (try? bytes(ofFile: round.checkpoint)) ?? []
        let isSame = before.last.map { Int($0) } ?? 0 == round.work.resourceBefore
        if !isSame || round.fraction != Double(round.work.resource) / 9 { seen.strange.append("\(round), \(before)") }
        if seen.rounds == most {
          try work.end(round, .interrupted, seconds: 0)
          break
        }
        seen.rounds += 1
        if objective.diverging.contains(round.work.trial) {
          try work.end(round, .lost(reason: "diverged"), seconds: 0.5)
          continue
        }
        try write(before + [UInt8(round.work.resource)], to: round.checkpoint)
        work.sendFiles()
        let loss = objective.loss(ofTrial: round.work.trial, resource: round.work.resource)
        try work.end(round, .measured(loss: loss, step: 10 * round.work.resource), seconds: 1.5)
      }
      seen.isFinished = try work.leave()
      if let rest = try? TrialFiles(at: folder + "/1"), rest != (try TrialFiles(at: folder + "/0")) {
        seen.strange.append("files are left")
      }
      return seen
    }
  }

  /// Each trial of the plan has the results that it has in any search, and the checkpoint that its rounds led to.
  @Test(arguments: [2, 3, 6]) func processesFinishASearch(count: Int) throws {
    try withTemporaryFolder { folder in
      let objective = Objective(diverging: [2, 5])
      let seen = try ThreadProcess.run(count) { process in
        guard process.isFirst else { return try Self.train(process, objective) }
        let keeper = StudyKeeper(among: process)
        try keeper.greet(data: "text")
        let source = StudySource(try Sample.study(at: folder + "/study"), folder: folder)
        let isFinished = try keeper.serve(source, observer: Watcher())
        keeper.dismiss(isFinished: isFinished)
        return Seen(isFinished: isFinished)
      }
      #expect(seen.allSatisfy { $0.isFinished && $0.strange.isEmpty }, "\(seen)")
      let study = try Study(reading: folder + "/study")
      let trials = try study.trials()
      #expect(trials.count == study.plan.hyperband.brackets.reduce(0) { $0 + $1.rounds[0].trials })
      #expect(seen.reduce(0) { $0 + $1.rounds } == trials.reduce(0) { $0 + $1.results.count })
      for trial in trials {
        #expect(!trial.results.isEmpty && trial.round == nil && trial.state != .running)
        let losses = trial.results.map { result in
          objective.diverging.contains(trial.number)
            ? nil : objective.loss(ofTrial: trial.number, resource: result.resource)
        }
        #expect(trial.results.map(\.loss) == losses)
        let expected = losses == [nil] ? nil : trial.results.map { UInt8($0.resource) }
        #expect((try? bytes(ofFile: "\(folder)/\(trial.number).safetensors")) == expected, "\(trial)")
      }
    }
  }

  /// With one process that trains, the search is that of a worker that is alone.
  @Test func oneOtherProcessFollowsTheSameOrder() throws {
    try withTemporaryFolder { folder in
      let alone = try Sample.study(at: folder + "/alone")
      while try Sample.step(alone) {}
      _ = try ThreadProcess.run(2) { process in
        guard process.isFirst else { return try Self.train(process, Objective()) }
        let keeper = StudyKeeper(among: process)
        let source = StudySource(try Sample.study(at: folder + "/study"), folder: folder)
        try keeper.greet(data: "text")
        keeper.dismiss(isFinished: try keeper.serve(source, observer: Watcher()))
        return Seen()
      }
      #expect(try Study(reading: folder + "/study").trials() == alone.trials())
    }
  }

  /// The round of a process that leaves in the middle is trained by another one, and the search is finished.
  @Test func aProcessMayLeave() throws {
    try withTemporaryFolder { folder in
      let seen = try ThreadProcess.run(3) { process in
        guard process.isFirst else { return try Self.train(process, Objective(), most: process.rank == 1 ? 2 : .max) }
        let keeper = StudyKeeper(among: process)
        let source = StudySource(try Sample.study(at: folder + "/study"), folder: folder)
        try keeper.greet(data: "text")
        let isFinished = try keeper.serve(source, observer: Watcher())
        keeper.dismiss(isFinished: isFinished)
        return Seen(isFinished: isFinished, rounds: source.outcomes.count { $0 == .interrupted })
      }
      #expect(seen.allSatisfy { $0.isFinished && $0.strange.isEmpty } && seen[0].rounds <= 1, "\(seen)")
      #expect(seen[1].rounds <= 2)
      let progress = try Study(reading: folder + "/study").progress()
      #expect(progress.left == 0 && progress.running == 0)
    }
  }

  /// Where all are interrupted, nothing is running, and the search can go on.
  @Test func anInterruptedSearchIsNotFinished() throws {
    try withTemporaryFolder { folder in
      let seen = try ThreadProcess.run(3) { process in
        guard process.isFirst else { return try Self.train(process, Objective(), most: 2) }
        let keeper = StudyKeeper(among: process)
        let source = StudySource(try Sample.study(at: folder + "/study"), folder: folder)
        try keeper.greet(data: "text")
        let isFinished = try keeper.serve(source, observer: Watcher { source.outcomes.count < 3 })
        keeper.dismiss(isFinished: isFinished)
        return Seen(isFinished: isFinished)
      }
      #expect(seen.allSatisfy { !$0.isFinished && $0.strange.isEmpty }, "\(seen)")
      let study = try Sample.study(at: folder + "/study")
      #expect(try study.progress().running == 0)
      while try Sample.step(study) {}
      #expect(try study.progress().left == 0)
    }
  }

  /// Trains a round while `body` runs, by whose result the round ends, and lets the round's process leave.
  private static func trainRound(
    _ process: ThreadProcess, _ body: (DistantWork, TrialRound) throws -> RoundOutcome
  ) throws {
    try withTemporaryFolder { folder in
      let work = DistantWork(among: process, folder: folder)
      work.begin(data: "text", host: "")
      // Until all have told of their data, there is nothing to train.
      var next = NextRound.wait
      while next == .wait { next = try work.next() }
      guard case .train(let round) = next else { throw WorkError.otherProgram(process: 0) }
      try work.end(round, body(work, round), seconds: 1)
      // Nobody waits for the answer.
      process.send(WorkMessage(WorkerWords.leaves).bytes, to: 0)
    }
  }

  /// Files that cannot be written when they come are written at the end of the round, or the search ends.
  @Test(arguments: [true, false]) func filesThatCannotBeWrittenAreKept(isMended: Bool) throws {
    try withTemporaryFolder { folder in
      let (watcher, path) = (Watcher(), folder + "/1.safetensors")
      func search() throws {
        _ = try ThreadProcess.run(2) { process in
          guard process.isFirst else {
            return try Self.trainRound(process) { work, round in
              // Where a folder stands, no file can be written.
              try Folder.make(path)
              try write([1], to: round.checkpoint)
              work.sendFiles()
              try write([1, 2], to: round.checkpoint)
              work.sendFiles()
              while watcher.unsaved.count < 2 { usleep(1000) }
              if isMended { Folder.removeEmpty([path]) }
              watcher.begins(last: 1)
              return .measured(loss: 0.5, step: 10)
            }
          }
          let keeper = StudyKeeper(among: process)
          try keeper.greet(data: "text")
          let source = StudySource(try Sample.study(at: folder + "/study"), folder: folder)
          _ = try keeper.serve(source, observer: watcher)
        }
      }
      if isMended {
        try search()
      } else {
        #expect(throws: FileError.isFolder(path: path, operation: "write a file")) { try search() }
      }
      #expect(watcher.unsaved == [path, path])
      #expect((try? bytes(ofFile: path)) == (isMended ? [1, 2] : nil))
      #expect(try Study(reading: folder + "/study").trials()[0].results.map(\.loss) == (isMended ? [0.5] : []))
    }
  }

  /// A keeper that is told to end says once how many rounds have not ended.
  @Test func roundsThatAreAwaitedAreTold() throws {
    try withTemporaryFolder { folder in
      let watcher = Watcher()
      _ = try ThreadProcess.run(4) { process in
        guard process.isFirst else {
          return try Self.trainRound(process) { _, _ in
            watcher.begins(last: 3)
            while watcher.awaited.isEmpty { usleep(1000) }
            return .measured(loss: 0.5, step: 10)
          }
        }
        let keeper = StudyKeeper(among: process)
        try keeper.greet(data: "text")
        let source = StudySource(try Sample.study(at: folder + "/study"), folder: folder)
        _ = try keeper.serve(source, observer: watcher)
      }
      #expect(watcher.awaited == [3])
    }
  }

  @Test func otherDataIsRefusedByProcessAndHost() throws {
    let error = WorkError.otherData(process: 2, host: "node2", found: "text 2", expected: "text")
    #expect(throws: error) {
      try ThreadProcess.run(3) { process in
        if process.isFirst { return try StudyKeeper(among: process).greet(data: "text") }
        let data = process.rank == 2 ? "text 2" : "text"
        DistantWork(among: process, folder: "").begin(data: data, host: "node\(process.rank)")
      }
    }
    #expect("\(error)".contains("process 2 (counted from 0) on node2 has other data than process 0: text 2,"))
  }

  @Test func whatNobodyExpectsIsRefused() throws {
    for words in [WorkerWords.saves, .ends(.interrupted, seconds: 1)] {
      #expect(throws: WorkError.otherProgram(process: 1)) {
        try ThreadProcess.run(2) { process in
          if process.isFirst { return try StudyKeeper(among: process).greet(data: "text") }
          process.send(WorkMessage(words).bytes, to: 0)
        }
      }
    }
    #expect(throws: WorkError.otherProgram(process: 1)) {
      try ThreadProcess.run(2) { process in
        if process.isFirst { return try StudyKeeper(among: process).greet(data: "text") }
        process.send([1, 2, 3], to: 0)
      }
    }
  }
}
