import Notation

/// A text that goes to stdout piece by piece: into a pipe or a file as it is, on a terminal so that it cannot control it and
/// with lines broken between words.
struct TerminalText {
  private var visible = VisibleText()
  /// nil where stdout is no terminal.
  private var wrap = Terminal.outputIsTerminal ? WordWrap(columns: Terminal.outputSize.columns) : nil

  /// Writes a piece; on a terminal its last word is held back, which may go on.
  mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    guard wrap != nil else { return try Terminal.draw(bytes) }
    try draw(visible.pass(bytes))
  }

  /// Writes what was held back.
  mutating func finish() throws(OutputError) {
    guard wrap != nil else { return }
    try draw(visible.finish())
    if let rest = wrap?.finish() { try Terminal.draw(Array(rest.utf8)) }
  }

  private mutating func draw(_ bytes: [UInt8]) throws(OutputError) {
    if let shown = wrap?.pass(String(decoding: bytes, as: UTF8.self)) { try Terminal.draw(Array(shown.utf8)) }
  }
}
