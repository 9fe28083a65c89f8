import Files
import Glibc

/// The two streams: text and data to stdout, everything about the work to stderr.
enum Terminal {
  /// Writes bytes to stdout at once.
  static func write(_ bytes: [UInt8]) throws(OutputError) {
    do throws(FileError) { try OutputFile.standardOutput.write(bytes) } catch {
      if case .noReader = error { throw .closed }
      throw .failed(reason: error.reason)
    }
  }

  /// Writes a line to stdout.
  static func print(_ line: String) throws(OutputError) { try write(Array((line + "\n").utf8)) }

  /// Writes a line to stderr, as far as that can be written.
  static func error(_ line: String) { status(line + "\n") }

  /// Writes a text without a line end to stderr, as far as that can be written.
  static func status(_ text: String) { try? OutputFile.standardError.write(Array(text.utf8)) }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Columns of the terminal behind stderr, 80 where unknown.
  static var columns: Int {
    var size = winsize()
    return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// The size of the terminal behind stdout, 80 × 24 where unknown.
  static var outputSize: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  /// Whether stdout is a terminal whose user has nothing against colour (no-color.org).
  static var hasColor: Bool {
    isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
  }

  /// A file that must not grow further is seen where it is written to, not as a signal.
  static func ignoreFileLimits() { signal(SIGXFSZ, SIG_IGN) }

  /// A broken pipe is seen where it is written to, not as a signal.
  static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }
}

/// Seconds since some fixed moment.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Why nothing more goes to stdout.
enum OutputError: Error, Equatable, CustomStringConvertible {
  /// Nobody reads it any longer: a reader that has seen enough, which is no fault.
  case closed
  /// The system refuses.
  case failed(reason: String)

  var description: String {
    switch self {
    case .closed: "nobody reads standard output"
    case .failed(let reason): "standard output cannot be written: \(reason)"
    }
  }
}
