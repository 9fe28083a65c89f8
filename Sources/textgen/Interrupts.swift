import Glibc
import Synchronization

/// Ctrl-C and termination ask the work to end at the next safe place; a second Ctrl-C ends it at once.
enum Interrupts {
  private static let requested = Atomic<Bool>(false)

  static func watch() {
    // A parent that runs its children from a worker thread passes on that thread's mask, which blocks signals.
    var watched = sigset_t()
    sigemptyset(&watched)
    for number in [SIGINT, SIGTERM] {
      sigaddset(&watched, number)
      signal(number) { number in
        if Interrupts.requested.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
    sigprocmask(SIG_UNBLOCK, &watched, nil)
  }

  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
