import TestSupport
import Testing
import Tuning

@Suite struct NextTests {
  private let plan = Hyperband(largestResource: 9, factor: 3)

  /// The trials of a bracket's round by their losses, in the paper's words: the top k.
  private func top(_ count: Int, of trials: ClosedRange<Int>, resource: Int, _ objective: Objective) -> [Int] {
    let ranked = trials.sorted {
      objective.loss(ofTrial: $0, resource: resource) < objective.loss(ofTrial: $1, resource: resource)
    }
    return [Int](ranked.prefix(count))
  }

  @Test func oneWorkerFollowsHyperbandsOrder() {
    var rows = Rows(plan)
    rows.runAlone()
    let first = top(3, of: 1...9, resource: 1, rows.objective)
    let best = top(1, of: 10...12, resource: 3, rows.objective)
    var expected = (1...9).map { "\($0)·0" } + first.map { "\($0)·1" } + ["\(first[0])·2"]
    expected += (10...12).map { "\($0)·0" } + ["\(best[0])·1"] + (13...15).map { "\($0)·0" }
    #expect(rows.log == expected)
    #expect(plan.next(after: rows.trials) == .finished)
    #expect(rows.trials.best(1).first?.loss == rows.trials.compactMap(\.loss).min())
  }

  @Test func lostTrialsCountAsTheWorstAndAreNeverPromoted() {
    var rows = Rows(plan, objective: Objective(diverging: [1, 2, 3, 4, 5, 6, 7, 12]))
    rows.runAlone()
    #expect(rows.log.filter { $0.hasSuffix("·1") }.count == 3, "two of the first bracket, one of the second")
    #expect(rows.trials.allSatisfy { $0.state != .lost || $0.results.count == 1 })
    #expect(Set(rows.trials.best(99).map(\.number)).isDisjoint(with: [1, 2, 3, 4, 5, 6, 7, 12]))
    #expect(rows.trials.best(99).count == 7)
  }

  @Test func aSearchInWhichAllIsLostEnds() {
    var rows = Rows(plan, objective: Objective(diverging: Set(1...99)))
    rows.runAlone()
    #expect(rows.trials.count == 15 && rows.trials.best(3).isEmpty)
    #expect(Progress(of: rows.trials, in: plan).left == 0)
  }

  @Test func ofEqualLossesTheEarlierTrialIsPromoted() {
    var rows = Rows(plan)
    for _ in 1...9 { if let work = rows.begin() { rows.finish(work, loss: 1) } }
    let work = rows.begin()
    #expect(work == Hyperband.Assignment(trial: 1, bracket: 2, round: 1))
  }

  @Test func severalWorkersPromoteAsSoonAsATrialIsAmongTheBestThird() throws {
    var rows = Rows(plan)
    let busy = try rows.begun()
    // Trial 1 runs on: nothing is promoted before three have finished, and then the best of the three.
    for loss in [3.0, 2, 4] {
      let work = try rows.begun()
      #expect(work.round == 0)
      rows.finish(work, loss: loss)
    }
    let promoted = try rows.begun()
    #expect(promoted == Hyperband.Assignment(trial: 3, bracket: 2, round: 1))
    let next = try rows.begun()
    #expect(next.trial == 5, "the second best is not among the best third")
    rows.finish(promoted, loss: 2)
    rows.finish(busy, loss: 1)
    let last = try rows.begun()
    #expect(last == Hyperband.Assignment(trial: 1, bracket: 2, round: 1), "trial 1 is now the best of four")
  }

  @Test func laterRoundsComeFirstForSeveralWorkers() throws {
    var rows = Rows(plan)
    let busy = try rows.begun()
    var promoted: [Hyperband.Assignment] = []
    for trial in 2...9 {
      let work = try rows.begun()
      if work.round > 0 { promoted.append(work) }
      rows.finish(work, loss: Double(20 - trial) - Double(work.round))
    }
    while let work = rows.begin() {
      promoted.append(work)
      rows.finish(work, loss: work.round == 2 ? 0.5 : 10 - Double(work.trial))
    }
    rows.finish(busy)
    #expect(promoted.contains { $0.round == 2 })
    #expect(Set(rows.log).count == rows.log.count, "no round is trained twice")
  }

  /// What the plan would have promoted has been promoted, whatever the order in which four workers finish.
  @Test(arguments: 1...20)
  func theBestThirdOfEveryRoundIsPromotedInTheEnd(seed: UInt64) throws {
    var rows = Rows(Hyperband(largestResource: 27, factor: 3), objective: Objective(diverging: [4, 30]))
    var generator = SplitMix64(seed: seed)
    var running: [Hyperband.Assignment] = []
    while true {
      while running.count < 4, let work = rows.begin() { running.append(work) }
      if running.isEmpty { break }
      rows.finish(running.remove(at: Int.random(in: running.indices, using: &generator)))
      let progress = Progress(of: rows.trials, in: rows.plan)
      #expect(progress.running == running.count && progress.left >= 0)
    }
    #expect(Set(rows.log).count == rows.log.count)
    for bracket in rows.plan.brackets {
      let members = rows.trials.filter { $0.bracket == bracket.number }
      #expect(members.count == bracket.rounds[0].trials)
      for round in bracket.rounds.indices.dropLast() {
        let finished = members.filter { $0.results.count > round }
        let ranked = finished.filter { $0.results[round].loss != nil }.sorted {
          ($0.results[round].loss ?? 0) < ($1.results[round].loss ?? 0)
        }
        for trial in ranked.prefix(finished.count / 3) { #expect(trial.results.count > round + 1, "seed \(seed)") }
      }
    }
    #expect(rows.plan.next(after: rows.trials) == .finished)
    #expect(Progress(of: rows.trials, in: rows.plan).left == 0)
  }

  @Test func aWorkerWaitsWhereOnlyOthersCanGoOn() throws {
    var rows = Rows(Hyperband(largestResource: 1, factor: 2))
    let work = try rows.begun()
    #expect(rows.plan.next(after: rows.trials) == .wait)
    rows.finish(work)
    #expect(rows.plan.next(after: rows.trials) == .finished)
  }

  @Test func interruptedWorkComesFirst() throws {
    var rows = Rows(plan)
    for _ in 1...4 { if let work = rows.begin() { rows.finish(work) } }
    let work = try rows.begun()
    rows.trials[work.trial - 1].state = .waiting
    #expect(Progress(of: rows.trials, in: plan).left == 15 + 4 + 1 - 4)
    let again = rows.begin()
    #expect(again == work)
  }

  @Test func aTotalEndsTheSearch() {
    var rows = Rows(plan)
    // Every round takes two seconds.
    while let work = rows.begin(total: 9) { rows.finish(work) }
    #expect(rows.log.count == 5)
    #expect(plan.next(after: rows.trials, total: 9) == .finished)
    #expect(plan.next(after: rows.trials, total: 11) != .finished)
  }

  @Test func progressCountsRoundsAndResource() throws {
    var rows = Rows(plan)
    var progress = Progress(of: [], in: plan)
    // Rounds: 9 + 3 + 1, 3 + 1, 3. Resource: 9·1 + 3·2 + 1·6, 3·3 + 1·6, 3·9.
    #expect((progress.done, progress.running, progress.left) == (0, 0, 20))
    #expect((progress.resourceDone, progress.resourceLeft) == (0, 63))
    for _ in 1...9 { if let work = rows.begin() { rows.finish(work) } }
    _ = try rows.begun()
    progress = Progress(of: rows.trials, in: plan)
    #expect((progress.done, progress.running, progress.left) == (9, 1, 10))
    #expect((progress.resourceDone, progress.resourceLeft) == (9, 54))
    #expect(progress.seconds == 18)
  }
}
