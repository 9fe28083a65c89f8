/// How far some work has come, shown on a terminal twice a second, and as a line every two seconds elsewhere.
final class LiveProgress {
  private var shown = monotonicSeconds()
  private let interval = Terminal.errorIsTerminal ? 0.5 : 1.9

  /// What is being done, and the part of it that is done, from 0 to 1.
  func show(_ what: String, _ fraction: Double) {
    guard monotonicSeconds() - shown > interval else { return }
    shown = monotonicSeconds()
    let line = "\(what): \(decimal(100 * fraction, 0)) %"
    if Terminal.errorIsTerminal { Terminal.live(line) } else { Terminal.error(line) }
  }

  /// Takes the line away.
  func clear() { if Terminal.errorIsTerminal { Terminal.live("") } }
}
