import Glibc

/// Other processes of this program that work on the same search.
enum TuneWorkers {
  /// Starts workers. They end when no work is left, or when they are told to.
  static func start(_ count: Int, at study: String, threads: Int) throws -> [pid_t] {
    try (0..<max(0, count)).map { _ in
      try spawn(["tune", "--study", study, "--as-worker", "--threads", "\(threads)"])
    }
  }

  private static func spawn(_ arguments: [String]) throws -> pid_t {
    var process: pid_t = 0
    var words: [UnsafeMutablePointer<CChar>?] = (["textgen"] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    let status = posix_spawn(&process, "/proc/self/exe", nil, nil, &words, environ)
    guard status == 0 else { throw TuneError.noWorker(reason: String(cString: strerror(status))) }
    return process
  }

  /// Waits until the workers have ended.
  ///
  /// - interrupting: whether they are told to save and end.
  static func wait(for workers: [pid_t], interrupting: Bool) {
    for worker in workers {
      if interrupting { kill(worker, SIGTERM) }
      var status: Int32 = 0
      while waitpid(worker, &status, 0) < 0 && errno == EINTR {}
    }
  }
}
