import CInstructionSet
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// A few threads that share the parts of a piece of work and meet at the end.
///
/// Goals, in order: the same parts for the same thread count, whoever does them; a start and an end below a few
/// microseconds while work is dense; nobody waits for a thread that has not begun a part, since on a shared machine
/// it may not be running at all; no processor time while there is no work. Threads that look for work pause between
/// looks, then sleep.
public final class ThreadTeam: Sendable {
  /// The number of threads, the caller's included.
  public let count: Int
  private let board: WorkBoard

  /// The calling thread alone, whoever calls.
  public static let alone = ThreadTeam(threads: 1)

  /// Starts `threads − 1` workers; the caller is the first thread.
  public init(threads: Int) {
    require((1...WorkBoard.mostParts).contains(threads), "a team of \(threads) threads")
    count = threads
    board = WorkBoard()
    for _ in 1..<max(threads, 1) { WorkBoard.startWorker(at: board) }
  }

  deinit { board.close() }

  /// Calls `body` once for each part, `0 ..< count`, at most `count` of them at the same time, and returns when all
  /// have ended.
  ///
  /// `body` is not `@Sendable`, since it works on views of buffers that only the caller has; so the compiler does not see
  /// that it runs on several threads at once. Every call may read what nobody writes meanwhile, and may write only what
  /// belongs to its part: other rows than every other call writes or reads. It changes no variable that it captures, but
  /// for elements of its part behind a pointer.
  ///
  /// Not to be called from inside `body`, nor from two threads at once. Cost with more than one thread: an allocation of 32
  /// bytes, the closure's.
  public func run(_ body: (Int) -> Void) {
    if count == 1 { return body(0) }
    withoutActuallyEscaping(body) { board.finish($0, parts: count) }
  }

  /// Splits `0 ..< total` into one contiguous range a part, in multiples of `grain`, and runs `body` on each
  /// range that is not empty. The ranges depend on the thread count; results must not.
  ///
  /// `body` runs on several threads at once, and obeys what `run` asks of its body: it writes only what belongs to its
  /// range.
  public func split(_ total: Int, grain: Int = 1, _ body: (Range<Int>) -> Void) {
    let units = (total + grain - 1) / grain
    if units <= 1 || count == 1 {
      if total > 0 { body(0..<total) }
      return
    }
    run { part in
      let low = units * part / self.count * grain
      let high = min(total, units * (part + 1) / self.count * grain)
      if low < high { body(low..<high) }
    }
  }
}

/// Where work is posted and its parts are claimed; outlives the team until every worker has left.
private final class WorkBoard: @unchecked Sendable {
  static let mostParts = 0xFFFF

  /// The posting's number, how many parts it has, and the next one to claim: one word, so that a thread that comes
  /// late cannot claim a part of work that has ended.
  private struct Ticket {
    var word: UInt64

    init(posting: UInt64, parts: Int) { word = posting << 32 | UInt64(parts) << 16 }
    init(word: UInt64) { self.word = word }

    var posting: UInt64 { word >> 32 }
    var parts: Int { Int(word >> 16 & 0xFFFF) }
    var next: Int { Int(word & 0xFFFF) }
  }

  private let ticket = Atomic<UInt64>(0)
  private let ended = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let ownerSleeps = Atomic<Bool>(false)
  private let isClosed = Atomic<Bool>(false)
  /// Read only by who has claimed a part, written only when all parts have ended.
  private var body: ((Int) -> Void)?
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let posted = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  /// Some 50 µs of looking before a thread sleeps: longer than the serial parts between two postings.
  private static let looks = 2_000

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(posted, nil)
    pthread_cond_init(finished, nil)
  }

  deinit {
    pthread_cond_destroy(posted)
    pthread_cond_destroy(finished)
    pthread_mutex_destroy(mutex)
    posted.deallocate()
    finished.deallocate()
    mutex.deallocate()
  }

  static func startWorker(at board: WorkBoard) {
    var thread = pthread_t()
    let owned = Unmanaged.passRetained(board)
    let result = pthread_create(
      &thread, nil,
      { raw in
        Unmanaged<WorkBoard>.fromOpaque(raw!).takeRetainedValue().work()
        return nil
      }, owned.toOpaque())
    // Where the system gives no thread, the others claim its parts: the same numbers, later.
    guard result == 0 else { return owned.release() }
    pthread_detach(thread)
  }

  /// Posts work, takes part in it, and waits for the parts that others have claimed.
  func finish(_ body: @escaping (Int) -> Void, parts: Int) {
    self.body = body
    ended.store(0, ordering: .relaxed)
    let last = Ticket(word: ticket.load(ordering: .relaxed))
    ticket.store(Ticket(posting: last.posting &+ 1, parts: parts).word, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeAll() }
    while let part = claim() {
      body(part)
      ended.add(1, ordering: .sequentiallyConsistent)
    }
    waitForEnd(parts)
    self.body = nil
  }

  func close() {
    isClosed.store(true, ordering: .sequentiallyConsistent)
    wakeAll()
  }

  private func wakeAll() {
    pthread_mutex_lock(mutex)
    pthread_cond_broadcast(posted)
    pthread_mutex_unlock(mutex)
  }

  private var hasWork: Bool {
    let now = Ticket(word: ticket.load(ordering: .sequentiallyConsistent))
    return now.next < now.parts
  }

  private func claim() -> Int? {
    var now = ticket.load(ordering: .acquiring)
    while Ticket(word: now).next < Ticket(word: now).parts {
      let (isClaimed, found) = ticket.compareExchange(
        expected: now, desired: now + 1, ordering: .acquiringAndReleasing)
      if isClaimed { return Ticket(word: now).next }
      now = found
    }
    return nil
  }

  private func waitForEnd(_ parts: Int) {
    for _ in 0..<4 * WorkBoard.looks {
      if ended.load(ordering: .acquiring) == parts { return }
      textgen_pause()
    }
    pthread_mutex_lock(mutex)
    ownerSleeps.store(true, ordering: .sequentiallyConsistent)
    while ended.load(ordering: .sequentiallyConsistent) != parts { pthread_cond_wait(finished, mutex) }
    ownerSleeps.store(false, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }

  private func work() {
    while waitForWork() {
      while let part = claim() {
        body?(part)
        ended.add(1, ordering: .sequentiallyConsistent)
        if ownerSleeps.load(ordering: .sequentiallyConsistent) {
          pthread_mutex_lock(mutex)
          pthread_cond_signal(finished)
          pthread_mutex_unlock(mutex)
        }
      }
    }
  }

  /// Whether there is work; false when the team is gone.
  private func waitForWork() -> Bool {
    for _ in 0..<WorkBoard.looks {
      if hasWork { return true }
      textgen_pause()
    }
    sleepers.add(1, ordering: .sequentiallyConsistent)
    pthread_mutex_lock(mutex)
    while !hasWork && !isClosed.load(ordering: .sequentiallyConsistent) { pthread_cond_wait(posted, mutex) }
    pthread_mutex_unlock(mutex)
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    return !isClosed.load(ordering: .sequentiallyConsistent)
  }
}
