import Foundation
import Synchronization
import Testing

import Kernels

@Suite struct ThreadTeamTests {
  @Test(arguments: [1, 2, 3, 7]) func everyPartRunsOnceEachTime(threads: Int) {
    let team = ThreadTeam(threads: threads)
    let seen = Mutex([Int](repeating: 0, count: threads))
    for _ in 0..<2000 { team.run { part in seen.withLock { $0[part] += 1 } } }
    #expect(seen.withLock { $0 } == [Int](repeating: 2000, count: threads))
  }

  @Test func allHasEndedWhenRunReturns() {
    let team = ThreadTeam(threads: 3)
    let sum = Atomic<Int>(0)
    for round in 1...300 {
      team.run { part in
        // Parts of very different length, so that each thread is the last one at times.
        for _ in 0..<(part == round % 3 ? 3000 : 1) { sum.add(1, ordering: .relaxed) }
      }
      #expect(sum.load(ordering: .relaxed) == round * 3002, "round \(round)")
    }
  }

  /// Far longer than the 50 µs for which a thread looks for work before it sleeps.
  private static let nap = 0.01

  @Test func workersThatSleepAreWoken() {
    let team = ThreadTeam(threads: 3)
    for round in 0..<20 {
      Thread.sleep(forTimeInterval: Self.nap)
      let begun = Atomic<Int>(0)
      let met = Atomic<Int>(0)
      team.run { _ in
        begun.add(1, ordering: .sequentiallyConsistent)
        // Nobody goes on before all have begun, so that three threads have to be awake.
        let deadline = ContinuousClock.now + .seconds(30)
        while begun.load(ordering: .sequentiallyConsistent) < 3, ContinuousClock.now < deadline { sched_yield() }
        if ContinuousClock.now < deadline { met.add(1, ordering: .sequentiallyConsistent) }
      }
      #expect(met.load(ordering: .sequentiallyConsistent) == 3, "round \(round)")
    }
  }

  @Test func theCallerSleepsUntilTheLastPartHasEnded() {
    let team = ThreadTeam(threads: 2)
    let caller = pthread_self()
    for round in 0..<20 {
      let begun = Atomic<Int>(0)
      let ended = Atomic<Int>(0)
      team.run { _ in
        begun.add(1, ordering: .sequentiallyConsistent)
        let deadline = ContinuousClock.now + .seconds(30)
        while begun.load(ordering: .sequentiallyConsistent) < 2, ContinuousClock.now < deadline { sched_yield() }
        // The worker's part takes longer than the caller looks for its end.
        if pthread_equal(pthread_self(), caller) == 0 { Thread.sleep(forTimeInterval: Self.nap) }
        ended.add(1, ordering: .sequentiallyConsistent)
      }
      #expect(ended.load(ordering: .sequentiallyConsistent) == 2, "round \(round)")
    }
  }

  @Test(arguments: [(1, 10, 1), (2, 0, 1), (3, 1, 4), (3, 100, 16), (4, 7, 6)])
  func splitCoversEverythingOnce(threads: Int, total: Int, grain: Int) {
    let covered = Mutex([Int](repeating: 0, count: total))
    ThreadTeam(threads: threads).split(total, grain: grain) { range in
      covered.withLock { for i in range { $0[i] += 1 } }
    }
    #expect(covered.withLock { $0 } == [Int](repeating: 1, count: total))
  }
}
