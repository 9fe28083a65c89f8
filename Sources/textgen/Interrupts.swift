import Glibc
import Synchronization

/// Ctrl-C and termination ask the work to end at the next safe place; a second Ctrl-C ends it at once.
enum Interrupts {
  private static let requested = Atomic<Bool>(false)

  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        if Interrupts.requested.exchange(true, ordering: .relaxed) { _exit(128 + number) }
      }
    }
  }

  static var isRequested: Bool { requested.load(ordering: .relaxed) }
}
