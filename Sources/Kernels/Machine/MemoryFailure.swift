import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// What is done where the system gives no more memory. Nothing can be computed then; only a program knows how to end.
public enum MemoryFailure {
  private static let handler = Mutex<@Sendable (_ bytes: Int) -> Never> { bytes in
    fatalError("Kernels: the system has no \(bytes) bytes of memory left")
  }

  /// Ends the program in its own way; to be set before the first storage is made.
  public static func handle(by body: @escaping @Sendable (_ bytes: Int) -> Never) { handler.withLock { $0 = body } }

  /// Bytes at a multiple of `alignment`, a power of two, to be given back by `free`.
  static func allocate(_ bytes: Int, alignment: Int) -> UnsafeMutableRawPointer {
    var pointer: UnsafeMutableRawPointer?
    if posix_memalign(&pointer, alignment, bytes) == 0, let pointer { return pointer }
    let body = handler.withLock { $0 }
    body(bytes)
  }
}
