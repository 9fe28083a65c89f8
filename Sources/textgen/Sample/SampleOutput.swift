import Sampling

/// Samples on stdout in their order: the first unfinished one as it is written, those after it when their turn comes.
struct SampleOutput {
  let seed: [UInt8]
  let echo: Bool
  let json: Bool
  let rngSeed: UInt64
  private var current = 0
  private var isBegun = false
  private var waiting: [Int: (bytes: [UInt8], isComplete: Bool)] = [:]

  init(seed: [UInt8], echo: Bool, json: Bool, rngSeed: UInt64) {
    (self.seed, self.echo, self.json, self.rngSeed) = (seed, echo, json, rngSeed)
  }

  /// One line of `--json`.
  private struct Object: Encodable {
    let text: String
    let seed: String
    let rng_seed: UInt64
  }

  /// Shows the seed pattern of the sample whose turn it is; of the first one before anything has been computed.
  mutating func begin() throws {
    if echo && !json && !isBegun { try Terminal.write(seed) }
    isBegun = true
  }

  /// Takes a piece, and writes what is due.
  mutating func write(_ piece: SampleWriter.Piece) throws {
    let bytes = (waiting[piece.sample]?.bytes ?? []) + piece.bytes
    waiting[piece.sample] = (bytes, piece.isLast)
    while let (bytes, isComplete) = waiting[current] {
      if json {
        guard isComplete else { return }
        let text = String(decoding: (echo ? seed : []) + bytes, as: UTF8.self)
        try JSONLine.write(Object(text: text, seed: String(decoding: seed, as: UTF8.self), rng_seed: rngSeed))
      } else {
        try begin()
        try Terminal.write(bytes)
        waiting[current]?.bytes = []
        guard isComplete else { return }
        try Terminal.write([UInt8(ascii: "\n")])
      }
      waiting[current] = nil
      (current, isBegun) = (current + 1, false)
    }
  }
}
