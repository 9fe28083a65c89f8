/// How large a trace may be, in cell-steps: characters × cells of the traced layers, which is what its memory, its
/// file and the time to open it grow with.
struct TraceLimit {
  private let most: Int
  private let mostCharacters: Int

  /// - asPage: an HTML page takes 8 bytes a cell-step, which a browser holds twice, and an element a character; JSON
  ///   takes about 45 bytes a cell-step, and the trace itself 50 while it is made.
  init(asPage: Bool) { (most, mostCharacters) = asPage ? (4_000_000, 100_000) : (8_000_000, .max) }

  /// Throws when a trace is above the limit.
  func check(characters: Int, cells: Int, isOneLayer: Bool) throws(CommandError) {
    let possible = min(most / cells, mostCharacters)
    if characters > possible {
      throw .traceTooLarge(characters: characters, cells: cells, possible: possible, isOneLayer: isOneLayer)
    }
  }
}
