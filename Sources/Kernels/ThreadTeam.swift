import CInstructionSet
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A few threads that run the same closure, each with its own index, and meet at the end.
///
/// Goals, in order: the same work split for the same thread count; a start and an end below a few
/// microseconds while work is dense; no processor time while there is none. Workers spin briefly for the
/// next closure, then sleep on a condition variable.
public final class ThreadTeam: Sendable {
  /// The number of threads, the caller's included.
  public let count: Int
  private let shared: Shared

  /// Starts `threads − 1` workers; the caller is the first thread.
  public init(threads: Int) {
    require(threads >= 1, "a team of \(threads) threads")
    count = threads
    shared = Shared(workers: threads - 1)
    for worker in 1..<max(threads, 1) { shared.start(worker: worker) }
  }

  deinit { shared.stop() }

  /// Calls `body` once on every thread with its index, and returns when all have finished.
  ///
  /// Not to be called from inside `body`, nor from two threads at once.
  public func run(_ body: (Int) -> Void) {
    if count == 1 { return body(0) }
    withoutActuallyEscaping(body) { body in
      shared.publish(body)
      body(0)
      shared.waitForWorkers()
    }
  }

  /// Splits `0 ..< total` into one contiguous range a thread, in multiples of `grain`, and runs `body` on each
  /// range that is not empty. The ranges depend on the thread count; results must not.
  public func split(_ total: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
    let units = (total + grain - 1) / grain
    if units <= 1 || count == 1 {
      if total > 0 { body(0..<total) }
      return
    }
    run { worker in
      let low = units * worker / self.count * grain
      let high = min(total, units * (worker + 1) / self.count * grain)
      if low < high { body(low..<high) }
    }
  }
}

/// What the workers and their owner share; outlives the team until every worker has left.
private final class Shared: @unchecked Sendable {
  private let workers: Int
  private let generation = Atomic<Int>(0)
  private let remaining = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let ownerSleeps = Atomic<Bool>(false)
  private var body: ((Int) -> Void)?
  private var stopping = false
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let begun = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Some 50 µs of looking before a thread sleeps: longer than the serial parts between two closures. Where the
  /// threads share a core with other work, one that looks on keeps the one it waits for from running.
  private static let spins = 2_000

  init(workers: Int) {
    self.workers = workers
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(begun, nil)
    pthread_cond_init(finished, nil)
  }

  deinit {
    pthread_cond_destroy(begun)
    pthread_cond_destroy(finished)
    pthread_mutex_destroy(mutex)
    begun.deallocate()
    finished.deallocate()
    mutex.deallocate()
  }

  func start(worker: Int) {
    let seat = Unmanaged.passRetained(Seat(shared: self, worker: worker))
    var thread = pthread_t()
    let result = pthread_create(
      &thread, nil,
      { raw in
        let seat = Unmanaged<Seat>.fromOpaque(raw!).takeRetainedValue()
        seat.shared.work(worker: seat.worker)
        return nil
      }, seat.toOpaque())
    require(result == 0, "a thread could not be started (error \(result))")
    pthread_detach(thread)
  }

  func publish(_ body: @escaping (Int) -> Void) {
    self.body = body
    remaining.store(workers, ordering: .relaxed)
    announce()
  }

  func waitForWorkers() {
    defer { body = nil }
    for _ in 0..<4 * Shared.spins {
      if remaining.load(ordering: .acquiring) == 0 { return }
      textgen_pause()
    }
    pthread_mutex_lock(mutex)
    ownerSleeps.store(true, ordering: .sequentiallyConsistent)
    while remaining.load(ordering: .sequentiallyConsistent) != 0 { pthread_cond_wait(finished, mutex) }
    ownerSleeps.store(false, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }

  func stop() {
    stopping = true
    announce()
  }

  private func announce() {
    generation.add(1, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(begun)
      pthread_mutex_unlock(mutex)
    }
  }

  private func work(worker: Int) {
    var seen = 0
    while true {
      waitForGeneration(after: seen)
      seen += 1
      if stopping { return }
      body?(worker)
      let isLast = remaining.subtract(1, ordering: .sequentiallyConsistent).newValue == 0
      if isLast && ownerSleeps.load(ordering: .sequentiallyConsistent) {
        pthread_mutex_lock(mutex)
        pthread_cond_signal(finished)
        pthread_mutex_unlock(mutex)
      }
    }
  }

  private func waitForGeneration(after seen: Int) {
    for _ in 0..<Shared.spins {
      if generation.load(ordering: .acquiring) != seen { return }
      textgen_pause()
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    while generation.load(ordering: .sequentiallyConsistent) == seen { pthread_cond_wait(begun, mutex) }
    pthread_mutex_unlock(mutex)
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
  }
}

private final class Seat {
  let shared: Shared
  let worker: Int

  init(shared: Shared, worker: Int) {
    (self.shared, self.worker) = (shared, worker)
  }
}
