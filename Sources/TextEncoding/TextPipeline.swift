/// Line ends and normalisation of a stream of UTF-16 text, whatever its pieces.
struct TextCleaner {
  private var lineEnds: LineEndUnifier?
  private var normalizer: Normalizer

  init(normalization: Normalization, lineEnds: LineEnds) {
    self.lineEnds = lineEnds == .unified ? LineEndUnifier() : nil
    normalizer = Normalizer(normalization)
  }

  /// Appends to `output` what is certain of the text when it goes on with `units`, which is emptied; all the rest
  /// when `isLast`. `units` must not end within a surrogate pair.
  mutating func clean(_ units: inout [UInt16], isLast: Bool, into output: inout [UInt16]) {
    lineEnds?.unify(&units)
    units.withUnsafeBufferPointer { normalizer.append($0, isLast: isLast, to: &output) }
    units.removeAll(keepingCapacity: true)
  }
}

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
