import Files
import Glibc
import Notation

/// The two streams: text and data to stdout, everything about the work to stderr.
enum Terminal {
  /// Writes bytes to stdout at once: as they are into a pipe or a file, and to a terminal so that they cannot control it.
  static func write(_ bytes: [UInt8]) throws(OutputError) {
    guard outputIsTerminal else { return try draw(bytes) }
    var visible = VisibleText()
    let shown = visible.pass(bytes)
    try draw(shown + visible.finish())
  }

  /// Writes a line to stdout; on a terminal it is broken between words.
  static func print(_ line: String) throws(OutputError) {
    guard outputIsTerminal else { return try write(Array((line + "\n").utf8)) }
    try draw(Array((WordWrap.wrapped(VisibleText.shown(line), columns: outputSize.columns) + "\n").utf8))
  }

  /// Writes what the program itself has drawn to stdout, colours included.
  static func draw(_ bytes: [UInt8]) throws(OutputError) {
    do throws(FileError) { try OutputFile.standardOutput.write(bytes) } catch {
      if case .noReader = error { throw .closed }
      throw .failed(reason: error.reason)
    }
  }

  /// Writes a line to stderr, as far as that can be written; on a terminal it is broken between words.
  static func error(_ line: String) {
    send((errorIsTerminal ? WordWrap.wrapped(VisibleText.shown(line), columns: columns) : line) + "\n")
  }

  /// Writes a line with a command to stderr that can be typed: on a terminal broken between words as a shell reads on.
  static func command(_ line: String) {
    send((errorIsTerminal ? ShellLine.wrapped(VisibleText.shown(line), columns: columns) : line) + "\n")
  }

  /// Shows a text in place of the live line on stderr, which is a terminal; no text takes it away.
  static func live(_ text: String) {
    // To the first column, and everything from there to the end.
    send("\r\u{1B}[K" + VisibleText.shown(String(text.prefix(max(20, columns - 1)))))
  }

  private static func send(_ text: String) { try? OutputFile.standardError.write(Array(text.utf8)) }

  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

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

  /// Lets nothing more be heard of this process; at the start, before anything is written. Returns the stream to stderr.
  static func silence() -> Int32 {
    let error = dup(STDERR_FILENO)
    let nowhere = open("/dev/null", O_WRONLY)
    for stream in [STDOUT_FILENO, STDERR_FILENO] { dup2(nowhere, stream) }
    close(nowhere)
    return error
  }

  /// Lets a process that is silent be heard again on stderr.
  static func hear(_ error: Int32) { dup2(error, STDERR_FILENO) }

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
