/// Cuts a stream of clean UTF-16 text into units, whatever its pieces.
struct UnitCutter {
  private let segmenter: Segmenter
  /// Text that is not yet cut: new pieces go to its end.
  var text: [UInt16] = []

  /// A cutter into `unit`, which must not be `.byte`.
  init(_ unit: TextUnit) { segmenter = Segmenter(unit) }

  /// Calls `body` with all units of `text` that are complete when it goes on; with all the rest when `isLast`.
  @inline(__always)
  mutating func cut(
    isLast: Bool, _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    let segmenter = segmenter
    let consumed = try text.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in
      try segmenter.segment(buffer, isLast: isLast, body)
    }
    text.removeFirst(consumed)
  }
}
