import Glibc
import Synchronization

/// Ctrl-C, termination and a closed terminal ask the work to end at the next safe place; a second Ctrl-C ends it at
/// once.
enum Interrupts {
  private static let requested = Atomic<Bool>(false)

  static func watch() {
    // A parent that runs its children from a worker thread passes on that thread's mask, which blocks signals.
    var watched = sigset_t()
    sigemptyset(&watched)
    // What `nohup` or a shell's background job has been told to ignore stays ignored.
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      sigaddset(&watched, number)
      signal(number) { number in
        let isSecond = Interrupts.requested.exchange(true, ordering: .relaxed)
        if number != SIGINT { return }
        if isSecond { _exit(Failure.interrupted) }
        let message: StaticString = "\ntextgen: finishing the step and saving; once more to give up at once\n"
        _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
      }
    }
    sigprocmask(SIG_UNBLOCK, &watched, nil)
  }

  /// Signals end the program at once again.
  static func release() {
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { signal(number, SIG_DFL) }
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Asks the work to end as a signal does.
  static func request() { requested.store(true, ordering: .relaxed) }

  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
