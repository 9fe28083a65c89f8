/// Line ends, normalisation and segmentation of a stream of UTF-16 text, whatever its pieces.
package struct TextPipeline {
  private var cleaner: TextCleaner
  private var cutter: UnitCutter

  /// A pipeline into `unit`, which must not be `.byte`.
  package init(unit: TextUnit, normalization: Normalization, lineEnds: LineEnds) {
    cleaner = TextCleaner(normalization: normalization, lineEnds: lineEnds)
    cutter = UnitCutter(unit)
  }

  /// Calls `body` with all units, as UTF-16, that are complete when the text goes on with `units`, which is
  /// emptied; with all the rest when `isLast`. `units` must not end within a surrogate pair.
  @inline(__always)
  package mutating func push(
    _ units: inout [UInt16], isLast: Bool, _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    cleaner.clean(&units, isLast: isLast, into: &cutter.text)
    try cutter.cut(isLast: isLast, body)
  }
}
