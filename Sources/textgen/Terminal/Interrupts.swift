import Glibc
import Synchronization

/// Ctrl-C, termination and a closed terminal ask the work of a run to end at the next safe place; a second Ctrl-C ends it
/// at once.
final class Interrupts {
  /// What a signal's handler sets, which can hold nothing of its own.
  private static let isSignalled = Atomic<Bool>(false)
  private static let watched = [SIGINT, SIGTERM, SIGHUP]
  /// Whether the run itself asked for its end.
  private var isAsked = false

  /// Signals end the program at once until they are watched, whatever its parent has blocked: one that runs its children
  /// from a worker thread passes on that thread's mask.
  init() {
    var unblocked = sigset_t()
    sigemptyset(&unblocked)
    for number in Self.watched { sigaddset(&unblocked, number) }
    sigprocmask(SIG_UNBLOCK, &unblocked, nil)
  }

  /// Turns signals into requests, until `release`.
  func watch() {
    Self.isSignalled.store(false, ordering: .relaxed)
    // What `nohup` or a shell's background job has been told to ignore stays ignored.
    for number in Self.watched where !Self.isIgnored(number) {
      signal(number) { number in
        let isSecond = Interrupts.isSignalled.exchange(true, ordering: .relaxed)
        if number != SIGINT { return }
        if isSecond { _exit(Failure.interrupted) }
        let message: StaticString = "\ntextgen: ending the work and saving; once more to give up at once\n"
        _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      }
    }
  }

  /// What is said where a signal ends the program at once; nothing unless somebody has set it. It is never freed: a handler
  /// may be reading it.
  private nonisolated(unsafe) static var lastWords = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

  /// Signals end the program at once, with some last words and the exit code of an interrupt, until `release`.
  func release(saying words: String) {
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: words.utf8.count)
    _ = bytes.initialize(from: words.utf8)
    Self.lastWords = UnsafeBufferPointer(bytes)
    for number in Self.watched where !Self.isIgnored(number) {
      signal(number) { _ in
        _ = write(STDERR_FILENO, Interrupts.lastWords.baseAddress, Interrupts.lastWords.count)
        _exit(Failure.interrupted)
      }
    }
  }

  /// Signals end the program at once again.
  func release() {
    for number in Self.watched where !Self.isIgnored(number) { signal(number, SIG_DFL) }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Asks the work to end as a signal does.
  func request() { isAsked = true }

  /// Whether the work is to end.
  var isRequested: Bool { isAsked || Self.isSignalled.load(ordering: .relaxed) }
}
