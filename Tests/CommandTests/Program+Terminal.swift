import Foundation

extension Program {
  /// Runs to the end with stdout and stderr on a terminal of some width; both are in the output, as the terminal got them.
  func runOnTerminal(_ arguments: [String], columns: Int) throws -> Outcome {
    // What grantpt, unlockpt and ptsname do, which Swift does not see: TIOCSPTLCK and TIOCGPTN.
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    defer { close(master) }
    var (lock, number): (Int32, Int32) = (0, 0)
    guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw CocoaError(.fileReadUnknown)
    }
    let terminal = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(terminal, UInt(TIOCSWINSZ), &size)
    // Line feeds stay what they are.
    var settings = termios()
    tcgetattr(terminal, &settings)
    settings.c_oflag &= ~tcflag_t(OPOST)
    tcsetattr(terminal, TCSANOW, &settings)
    let process = process(arguments)
    (process.standardOutput, process.standardError) = (
      FileHandle(fileDescriptor: terminal), FileHandle(fileDescriptor: terminal)
    )
    try process.run()
    close(terminal)
    var (output, buffer) = (Data(), [UInt8](repeating: 0, count: 4096))
    while true {
      // Nothing comes any more, and an error instead, once nobody has the terminal open.
      let count = read(master, &buffer, buffer.count)
      if count <= 0 { break }
      output.append(contentsOf: buffer[..<count])
    }
    process.waitUntilExit()
    return Outcome(status: process.terminationStatus, outputBytes: output, error: "")
  }
}
