import Glibc
import Kernels

/// How the program ends where the system ends it: one line and an exit code, as with any other error.
enum Crash {
  /// Sets what is said. A user who asks for traces of crashes by SWIFT_BACKTRACE gets them instead.
  static func prepare() {
    MemoryFailure.handle { bytes in
      let size = bytes < 1 << 30 ? "\(bytes / (1 << 20)) MB" : "\((bytes / (1 << 20)) / 1024) GB"
      Terminal.error("textgen: error: the system gives no further \(size) of memory; choose a smaller model or batch")
      _exit(Failure.outOfMemory)
    }
    guard getenv("SWIFT_BACKTRACE") == nil else { return }
    // The runtime aborts where it cannot allocate and where it finds a fault, and a library where it is damaged; they say so
    // before. The system's last refusal tells the first from the others.
    signal(SIGABRT) { _ in
      if errno == ENOMEM {
        Crash.end(
          Failure.outOfMemory, "textgen: error: the system gives no further memory; a line above may say more\n")
      }
      Crash.end(
        Failure.internalError, "textgen: error: the program cannot go on; a line above may say why\n")
    }
    signal(SIGBUS) { _ in
      Crash.end(Failure.inputOutput, "textgen: error: a file was cut off, or its disk failed, while it was read\n")
    }
  }

  /// Only what a signal's handler may do.
  private static func end(_ code: Int32, _ message: StaticString) {
    _ = write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
    _exit(code)
  }
}
