/// Line ends, normalisation and segmentation of a stream of UTF-16 text, whatever its pieces.
package struct TextPipeline {
  private var lineEnds: LineEndUnifier?
  private var normalizer: Normalizer
  private let segmenter: Segmenter
  private var text: [UInt16] = []

  /// A pipeline into `unit`, which must not be `.byte`.
  package init(unit: TextUnit, normalization: Normalization, lineEnds: LineEnds) {
    self.lineEnds = lineEnds == .unified ? LineEndUnifier() : nil
    normalizer = Normalizer(normalization)
    segmenter = Segmenter(unit)
  }

  /// Calls `body` with all units, as UTF-16, that are complete when the text goes on with `units`, which is
  /// emptied; with all the rest when `isLast`. `units` must not end within a surrogate pair.
  @inline(__always)
  package mutating func push(
    _ units: inout [UInt16], isLast: Bool, _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    lineEnds?.unify(&units)
    units.withUnsafeBufferPointer { normalizer.append($0, isLast: isLast, to: &text) }
    units.removeAll(keepingCapacity: true)
    let segmenter = segmenter
    let consumed = try text.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in
      try segmenter.segment(buffer, isLast: isLast, body)
    }
    text.removeFirst(consumed)
  }
}
