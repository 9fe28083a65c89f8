/// How large a trace may be, in cell-steps: places × cells of the traced layers, which is what its memory, its
/// file and the time to open it grow with.
struct TraceLimit {
  private let most: Int
  private let mostPlaces: Int

  /// - asPage: an HTML page has an element for each place, which a browser has to lay out; JSON takes about 45 bytes a
  ///   cell-step, and the trace itself 50 while it is made.
  init(asPage: Bool) { (most, mostPlaces) = (8_000_000, asPage ? 100_000 : .max) }

  /// Throws when a trace is above the limit.
  func check(places: Int, noun: String, cells: Int, isOneLayer: Bool) throws(CommandError) {
    let possible = min(most / cells, mostPlaces)
    if places > possible {
      throw .traceTooLarge(places: places, noun: noun, cells: cells, possible: possible, isOneLayer: isOneLayer)
    }
  }
}
