import Foundation
import TestSupport
import Testing
import Tuning

/// What files may be, and what is said about them.
@Suite struct StudyFileTests {
  /// A process that was killed before its first transaction leaves an empty file, which is no study yet.
  @Test func aStudyThatHasNotBegunHasNoPlan() throws {
    try withTemporaryPath { path in
      #expect(try Study.recordedPlan(at: path) == nil)
      try Data().write(to: URL(filePath: path))
      #expect(try Study.recordedPlan(at: path) == nil)
      _ = try Sample.study(at: path)
      #expect(try Study.recordedPlan(at: path) == Sample.plan())
    }
    try withTemporaryPath { path in
      try Data("no database, but longer than the hundred bytes of a database's header".utf8).write(
        to: URL(filePath: path))
      #expect(throws: StudyError.notDatabase(path: path)) { try Study.recordedPlan(at: path) }
    }
  }

  @Test(arguments: [
    (
      "search space", "hidden-size=32:512:32 dropout=0:0.5:0.1",
      "hidden-size=32:512:32 dropout=0:0.5:0.1 cell=standard,coupled"
    ),
    ("seed", "8", "7"), ("largest resource", "27", "9"), ("factor", "2", "3"),
    ("unit of the resource", "epochs", "steps"), ("data set", "other.txt 2e", "corpus.txt 1f"),
  ])
  func anotherPlanIsRefusedWithWhatDiffers(property: String, wanted: String, recorded: String) throws {
    try withTemporaryPath { path in
      _ = try Sample.study(at: path)
      let plan =
        switch property {
        case "seed": try Sample.plan(seed: 8)
        case "largest resource": try Sample.plan(largestResource: 27)
        case "factor": try Sample.plan(factor: 2)
        case "unit of the resource": try Sample.plan(unit: .epochs)
        case "data set": try Sample.plan(data: "other.txt 2e")
        default: try Sample.plan(ranges: ["hidden-size=32:512:32", "dropout=0:0.5:0.1"])
        }
      #expect(throws: StudyError.different(path: path, property: property, wanted: wanted, recorded: recorded)) {
        try Study(plan, name: "lantern", at: path)
      }
    }
  }

  @Test func aMissingFileIsNoStudyToRead() throws {
    try withTemporaryPath { path in
      #expect(throws: StudyError.notFound(path: path)) { try Study(reading: path) }
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func aFolderIsRefused() throws {
    try withTemporaryFolder { folder in
      #expect(throws: StudyError.self) { try Sample.study(at: folder) }
      #expect(throws: StudyError.self) { try Sample.study(at: folder + "/missing/study") }
    }
  }

  @Test func aFileThatIsNoDatabaseIsRefusedAndKept() throws {
    let content = [UInt8](String(repeating: "MARA: the lantern. ", count: 200).utf8)
    try withFile(content) { path in
      #expect(throws: StudyError.notDatabase(path: path)) { try Study(reading: path) }
      #expect(throws: StudyError.notDatabase(path: path)) { try Sample.study(at: path) }
      let kept = try bytes(ofFile: path)
      #expect(kept == content)
    }
    try withFile([UInt8]("short".utf8)) { path in
      #expect(throws: StudyError.notDatabase(path: path)) { try Sample.study(at: path) }
    }
  }

  @Test func anEmptyFileBecomesAStudyButIsNoneToRead() throws {
    try withFile([]) { path in
      #expect(throws: StudyError.notStudy(path: path)) { try Study(reading: path) }
      let (begun, read) = (try Sample.study(at: path).trials(), try Study(reading: path).trials())
      #expect(begun.isEmpty && read.isEmpty)
    }
  }

  @Test func aDatabaseOfAnotherProgramIsRefusedAndKept() throws {
    try withTemporaryPath { path in
      try Database(path: path, access: .making, patience: 0).run("CREATE TABLE recipes (name TEXT)")
      let content = try bytes(ofFile: path)
      #expect(throws: StudyError.notStudy(path: path)) { try Sample.study(at: path) }
      #expect(throws: StudyError.notStudy(path: path)) { try Study.recordedPlan(at: path) }
      #expect(try bytes(ofFile: path) == content)
    }
  }

  @Test func anotherVersionOfTheFormatIsRefused() throws {
    try withTemporaryPath { path in
      _ = try Sample.study(at: path)
      try Database(path: path, access: .writing, patience: 0).run("PRAGMA user_version = 9")
      #expect(throws: StudyError.otherVersion(path: path, found: 9, expected: 1)) { try Sample.study(at: path) }
    }
  }

  @Test(arguments: [
    "DROP TABLE results", "DELETE FROM study", "DELETE FROM ranges", "UPDATE study SET factor = 1",
    "UPDATE study SET largest_resource = 4000000000000000000", "UPDATE study SET seed = 'x'",
    "UPDATE study SET unit = 'hours'", "UPDATE study SET factor = 'many'", "UPDATE trials SET bracket = 5",
    "UPDATE trials SET state = 'asleep'", "UPDATE trials SET round = 7 WHERE number = 1",
    "UPDATE trials SET number = 99 WHERE number = 2", "UPDATE results SET round = 2 WHERE trial = 1",
    "UPDATE results SET loss = 'low'", "INSERT INTO settings VALUES (77, 0, 'a', 'b')",
    "INSERT INTO results VALUES (77, 0, 1, 1, 1, 1)",
  ])
  func rowsThatDoNotFitAreDamage(change: String) throws {
    try withTemporaryPath { path in
      let study = try Sample.study(at: path)
      for _ in 1...3 { #expect(try Sample.step(study)) }
      try Database(path: path, access: .writing, patience: 0).run(change)
      let error = #expect(throws: StudyError.self) { try Sample.study(at: path).claim() }
      guard case .damaged(path, _)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test func aFileCutOffAnywhereIsAnError() throws {
    try withTemporaryPath { path in
      do {
        let study = try Sample.study(at: path)
        while try Sample.step(study) {}
      }
      let whole = try bytes(ofFile: path)
      // SQLite takes a file of one byte for an empty one.
      for length in stride(from: 2, to: whole.count, by: 1500) {
        try withFile([UInt8](whole[..<length])) { path in
          let error = #expect(throws: StudyError.self, "\(length) bytes") { try Study(reading: path).trials() }
          switch error {
          case .damaged, .notDatabase: break
          default: Issue.record("\(length) bytes: \(String(describing: error))")
          }
          #expect(throws: StudyError.self, "\(length) bytes") { try Sample.study(at: path) }
        }
      }
    }
  }

  @Test func changedBytesNeverTrap() throws {
    try withTemporaryPath { path in
      do {
        let study = try Sample.study(at: path)
        for _ in 1...12 { #expect(try Sample.step(study)) }
      }
      let whole = try bytes(ofFile: path)
      var generator = SplitMix64(seed: 5)
      var refused = 0
      for _ in 1...150 {
        var changed = whole
        for _ in 1...20 {
          changed[Int.random(in: 0..<whole.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
        }
        try withFile(changed) { path in
          do {
            let study = try Study(Sample.plan(), name: "lantern", at: path, patience: 0)
            _ = try study.trials()
            _ = try study.claim()
          } catch let error as StudyError {
            refused += 1
            #expect(error.description.hasPrefix(path))
          }
        }
      }
      #expect(refused > 50, "\(refused) of 150 were refused")
    }
  }

  /// The database and its log as a process that is killed would leave them.
  @Test func aStudyKilledAtAnyInstantReadsAsOfTheLastTransaction() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/study"
      let study = try Sample.study(at: path)
      var states: [[Trial]] = [[]]
      for index in 1...6 {
        #expect(try Sample.step(study))
        states.append(try study.trials())
        try expect(states[index], ofCopyOf: path, logLength: nil)
      }
      let changes = try Database(path: path, access: .writing, patience: 0)
      try? changes.changing { () throws(StudyError) in
        try changes.run("DELETE FROM results")
        try? expect(states[6], ofCopyOf: path, logLength: nil)
        throw .notStudy(path: path)
      }
      // A log that was not written to its end.
      let log = try bytes(ofFile: path + "-wal").count
      for length in stride(from: 0, to: log, by: 3777) {
        let trials = try trials(ofCopyOf: path, logLength: length)
        #expect(trials.map { $0.count <= 6 } ?? true, "\(length) bytes of the log")
      }
    }
  }

  private func expect(_ expected: [Trial], ofCopyOf path: String, logLength: Int?) throws {
    #expect(try trials(ofCopyOf: path, logLength: logLength) == expected)
  }

  /// nil where the study had not begun.
  private func trials(ofCopyOf path: String, logLength: Int?) throws -> [Trial]? {
    let (whole, log) = (try bytes(ofFile: path), try bytes(ofFile: path + "-wal"))
    return try withTemporaryFolder { folder in
      try Data(whole).write(to: URL(filePath: folder + "/copy"))
      try Data(log.prefix(logLength ?? log.count)).write(to: URL(filePath: folder + "/copy-wal"))
      do {
        return try Study(reading: folder + "/copy").trials()
      } catch StudyError.notStudy where logLength != nil {
        return nil
      }
    }
  }

  @Test func aLockedStudyIsAnErrorAfterTheWait() throws {
    try withTemporaryPath { path in
      let study = try Study(Sample.plan(), name: "lantern", at: path, patience: 0)
      #expect(try Sample.step(study))
      let other = try Database(path: path, access: .writing, patience: 0)
      try other.changing { () throws(StudyError) in
        #expect(throws: StudyError.locked(path: path, seconds: 0)) { try study.claim() }
        #expect(throws: Never.self) { try study.trials() }
      }
      #expect(try Sample.step(study))
    }
  }

  @Test func aConnectionThatReadsCannotWrite() throws {
    try withTemporaryPath { path in
      _ = try Sample.study(at: path)
      let database = try Database(path: path, access: .reading, patience: 0)
      #expect(throws: StudyError.readOnly(path: path)) { try database.run("DELETE FROM study") }
      let reader = try Study(reading: path)
      #expect(throws: StudyError.readOnly(path: path)) { try reader.claim() }
    }
  }

  @Test(.enabled(if: getuid() != 0, "an administrator may write everything"))
  func aReadOnlyFileIsRefusedByName() throws {
    try withTemporaryPath { path in
      _ = try Sample.study(at: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
      #expect(throws: StudyError.readOnly(path: path)) { try Sample.study(at: path) }
    }
  }

  @Test func valuesAreBoundAndNotPasted() throws {
    try withTemporaryPath { path in
      let hostile = "x'); DROP TABLE trials; --\u{0}é"
      let plan = try Sample.plan(ranges: ["cell=o'neill,\"b\""], data: hostile)
      let study = try Study(plan, name: hostile, at: path)
      #expect(try Sample.step(study))
      let again = try Study(reading: path)
      #expect(again.plan == plan && again.name == hostile)
      #expect(try again.trials()[0].settings.map(\.value).allSatisfy(["o'neill", "\"b\""].contains))
    }
  }

  @Test func errorsAreOneLineThatNamesTheFile() {
    let errors: [StudyError] = [
      .notFound(path: "s"), .notDatabase(path: "s"), .notStudy(path: "s"),
      .otherVersion(path: "s", found: 2, expected: 1), .damaged(path: "s", reason: "r"), .readOnly(path: "s"),
      .locked(path: "s", seconds: 30), .different(path: "s", property: "seed", wanted: "8", recorded: "7"),
      .notClaimed(path: "s", trial: 3), .system(path: "s", reason: "r"),
    ]
    for error in errors {
      #expect(error.description.hasPrefix("s: ") && !error.description.contains("\n"))
    }
    #expect(Set(errors.map(\.description)).count == errors.count)
  }
}
