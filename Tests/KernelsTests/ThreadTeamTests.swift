import Synchronization
import Testing

import Kernels

@Suite struct ThreadTeamTests {
  @Test(arguments: [1, 2, 3, 7]) func everyThreadRunsOnceEachTime(threads: Int) {
    let team = ThreadTeam(threads: threads)
    let seen = Mutex([Int](repeating: 0, count: threads))
    for _ in 0..<200 { team.run { worker in seen.withLock { $0[worker] += 1 } } }
    #expect(seen.withLock { $0 } == [Int](repeating: 200, count: threads))
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
