import Sampling

/// Samples on stdout in their order: the first unfinished one as it is written, those after it when their turn comes.
struct SampleOutput {
  private let seed: [UInt8]
  private let count: Int
  private let form: Form
  private let echo: Bool
  private var text = TerminalText()
  private var current = 0
  private var isBegun = false
  private var waiting: [Int: (bytes: [UInt8], isComplete: Bool)] = [:]

  /// How samples are written.
  enum Form {
    /// As they are, with a text between two of them.
    case text(separator: [UInt8])
    /// As JSON objects, one a line.
    case json(rngSeed: UInt64)
  }

  /// - seed: the text that is continued, as its user wrote it.
  init(seed: [UInt8], echo: Bool, count: Int, form: Form) {
    (self.seed, self.echo, self.count, self.form) = (seed, echo, count, form)
  }

  /// What tells two samples apart: an end of line, and on a terminal a line of dashes where a sample may have several lines.
  ///
  /// - stops: the texts before which samples end.
  static func usualSeparator(stops: [String]) -> String {
    Terminal.outputIsTerminal && stops.isEmpty ? "\n----------\n" : "\n"
  }

  /// One line of `--json`.
  private struct Object: Encodable {
    let text: String
    let seed: String
    let rng_seed: UInt64
  }

  /// Shows the seed pattern of the sample whose turn it is; of the first one before anything has been computed.
  mutating func begin() throws {
    if case .text = form, echo, !isBegun { try text.write(seed) }
    isBegun = true
  }

  /// Takes a piece, and writes what is due.
  mutating func write(_ piece: SampleWriter.Piece) throws {
    let bytes = (waiting[piece.sample]?.bytes ?? []) + piece.bytes
    waiting[piece.sample] = (bytes, piece.isLast)
    while let (bytes, isComplete) = waiting[current] {
      switch form {
      case .json(let rngSeed):
        guard isComplete else { return }
        let text = String(decoding: (echo ? seed : []) + bytes, as: UTF8.self)
        try JSONLine.write(Object(text: text, seed: String(decoding: seed, as: UTF8.self), rng_seed: rngSeed))
      case .text(let separator):
        try begin()
        try text.write(bytes)
        waiting[current]?.bytes = []
        guard isComplete else { return }
        try text.write(current + 1 < count ? separator : [UInt8(ascii: "\n")])
        try text.finish()
      }
      waiting[current] = nil
      (current, isBegun) = (current + 1, false)
    }
  }
}
