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
        let message: StaticString = "\ntextgen: finishing the step and saving; once more to give up at once\n"
        _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
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
