import TestSupport
import Testing
import Tuning

/// A small study, and how its tests work on it.
enum Sample {
  static func plan(
    ranges: [String] = ["hidden-size=32:512:32", "dropout=0:0.5:0.1", "cell=standard,coupled"], seed: UInt64 = 7,
    largestResource: Int = 9, factor: Int = 3, unit: StudyPlan.ResourceUnit = .steps, data: String = "corpus.txt 1f"
  ) throws -> StudyPlan {
    StudyPlan(
      space: try SearchSpace(parsing: ranges), fixedSettings: "layers=2", data: data, seed: seed,
      hyperband: Hyperband(largestResource: largestResource, factor: factor), resourceUnit: unit)
  }

  static func study(at path: String) throws -> Study {
    try Study(plan(), name: "lantern", at: path, patience: 600)
  }

  /// Takes work and records its result; false at the end.
  static func step(_ study: Study, _ objective: Objective = Objective()) throws -> Bool {
    guard case .work(let work) = try study.claim() else { return false }
    try finish(work, in: study, objective)
    return true
  }

  static func finish(_ work: Study.Work, in study: Study, _ objective: Objective = Objective()) throws {
    let loss = objective.loss(ofTrial: work.trial, resource: work.resource)
    try study.record(loss: loss, seconds: 1.5, step: work.resource * 10, of: work)
  }
}

@Suite struct StudyTests {
  @Test func aNewStudyRecordsItsPlan() throws {
    try withTemporaryPath { path in
      #expect(try Sample.study(at: path).plan == Sample.plan())
      let study = try Study(reading: path)
      #expect(try study.plan == Sample.plan() && study.name == "lantern")
      #expect(try study.trials().isEmpty && study.totalSeconds() == nil)
      #expect(try Study.recordedPlan(at: path) == Sample.plan())
    }
  }

  @Test func aPromotedTrialGoesOnWhereItWas() throws {
    try withTemporaryPath { path in
      let study = try Sample.study(at: path)
      var works: [Study.Work] = []
      while case .work(let work) = try study.claim() {
        works.append(work)
        try Sample.finish(work, in: study)
      }
      #expect(works.count == 20)
      for work in works {
        #expect(
          work.resourceBefore == works.last { $0.trial == work.trial && $0.round == work.round - 1 }?.resource ?? 0)
        #expect(work.settings == study.plan.space.settings(ofTrial: work.trial, seed: 7))
      }
      let trials = try study.trials()
      let best = try #require(trials.best(10).first)
      #expect(best.loss == trials.compactMap(\.loss).min() && trials.best(10).count == 10)
      #expect(best.results.map(\.step) == best.results.map { $0.resource * 10 })
      #expect(try study.progress() == Progress(of: trials, in: study.plan.hyperband))
      #expect(try study.progress().seconds == 30)
    }
  }

  @Test func aStudyClosedAfterEveryStepEndsAsOneThatWasNeverClosed() throws {
    let objective = Objective(diverging: [3, 11])
    try withTemporaryFolder { folder in
      let whole = try Sample.study(at: folder + "/whole")
      while try Sample.step(whole, objective) {}
      while true {
        // The second opening is the one that works, the first only claims and is gone.
        _ = try Sample.study(at: folder + "/closed").claim()
        if try !Sample.step(Sample.study(at: folder + "/closed"), objective) { break }
      }
      let (trials, closed) = (try whole.trials(), try Study(reading: folder + "/closed").trials())
      #expect(trials == closed && trials.count == 15)
      #expect(trials.filter { $0.state == .lost }.map(\.number) == [3, 11])
      #expect(trials.best(1) == closed.best(1))
    }
  }

  @Test func workOfAWorkerThatIsGoneIsHandedOutAgain() throws {
    try withTemporaryPath { path in
      let survivor = try Sample.study(at: path)
      var killed: Study? = try Sample.study(at: path)
      #expect(try Sample.step(survivor))
      guard case .work(let work)? = try killed?.claim() else {
        Issue.record("no work")
        return
      }
      guard case .work(let other) = try survivor.claim() else {
        Issue.record("no work")
        return
      }
      #expect(other.trial != work.trial, "the worker is alive")
      try survivor.release(other)
      killed = nil
      guard case .work(let again) = try survivor.claim(), case .work(let next) = try survivor.claim() else {
        Issue.record("no work")
        return
      }
      #expect(again == work && next == other)
    }
  }

  @Test func aResultIsTakenOnlyFromTheWorkerThatHasTheWork() throws {
    try withTemporaryPath { path in
      let (first, second) = (try Sample.study(at: path), try Sample.study(at: path))
      guard case .work(let work) = try first.claim(), case .work = try second.claim() else {
        Issue.record("no work")
        return
      }
      let error = StudyError.notClaimed(path: path, trial: work.trial)
      #expect(throws: error) { try second.record(loss: 1, seconds: 1, step: 1, of: work) }
      #expect(throws: error) { try second.release(work) }
      try first.record(loss: 1, seconds: 1, step: 1, of: work)
      #expect(throws: error) { try first.record(loss: 1, seconds: 1, step: 1, of: work) }
      #expect(try first.trials()[0].results.count == 1)
    }
  }

  /// Four threads, each with a connection of its own, begin one study at once and share its work.
  @Test func workersNeverGetTheSameWork() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/study"
    let works = try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 1...4 {
        group.addTask {
          let study = try Sample.study(at: path)
          var works: [String] = []
          while true {
            switch try study.claim() {
            case .finished: return works
            // Who waits leaves the others the database; that nobody gives up waiting is not what is tested.
            case .wait: try await Task.sleep(for: .milliseconds(5))
            case .work(let work):
              works.append("\(work.trial)·\(work.round)")
              await Task.yield()
              try Sample.finish(work, in: study)
            }
          }
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(works).count == works.count && works.count >= 20)
    let study = try Study(reading: path)
    #expect(try study.progress().done == works.count)
    #expect(try study.progress().left == 0)
  }

  @Test func aTotalCanBeRaised() throws {
    try withTemporaryPath { path in
      let study = try Sample.study(at: path)
      try study.limit(toSeconds: 4)
      while try Sample.step(study) {}
      #expect(try study.trials().count == 3, "a second and a half each")
      try Sample.study(at: path).limit(toSeconds: nil)
      #expect(try Sample.step(study))
      #expect(try study.totalSeconds() == nil)
    }
  }
}
