// From decoded text to units: line ends, normalisation, cutting. A text comes in pieces, and wherever the pieces begin
// and end, the units are the same.

/// What becomes of the different ways to end a line.
public enum LineEnds: String, Codable, Sendable, CaseIterable {
  /// CR LF, CR, NEL (U+0085) and LINE SEPARATOR (U+2028) become LF.
  case unified
  /// The text keeps the line ends it has.
  case kept
}

/// Turns every line end of a text into LF; a CR LF cut by the end of a piece counts once.
private struct LineEndUnifier {
  private var followsCarriageReturn = false

  /// Unifies the line ends of `piece`, the next piece of the text, in place. O(n).
  mutating func unify(_ piece: inout [UInt16]) {
    if !followsCarriageReturn, piece.withUnsafeBufferPointer(Self.isUniform) { return }
    var followsCarriageReturn = followsCarriageReturn
    let count = piece.withUnsafeMutableBufferPointer { buffer in
      var written = 0
      for codeUnit in buffer {
        let isSecondHalf = followsCarriageReturn && codeUnit == 0x0A
        followsCarriageReturn = codeUnit == 0x0D
        if isSecondHalf { continue }
        buffer[written] = codeUnit == 0x0D || codeUnit == 0x85 || codeUnit == 0x2028 ? 0x0A : codeUnit
        written += 1
      }
      return written
    }
    piece.removeLast(piece.count - count)
    self.followsCarriageReturn = followsCarriageReturn
  }

  /// Whether no line ends in anything but LF. Without an exit inside, so that the loop becomes one over vectors.
  private static func isUniform(_ piece: UnsafeBufferPointer<UInt16>) -> Bool {
    var others: UInt16 = 0
    for codeUnit in piece { others |= codeUnit == 0x0D || codeUnit == 0x85 || codeUnit == 0x2028 ? 1 : 0 }
    return others == 0
  }
}

/// Brings the line ends and the normal form of a text into order.
struct TextCleaner {
  private var lineEnds: LineEndUnifier?
  private var normalizer: Normalizer

  init(normalization: Normalization, lineEnds: LineEnds) {
    self.lineEnds = lineEnds == .unified ? LineEndUnifier() : nil
    normalizer = Normalizer(normalization)
  }

  /// Appends to `output` what is certain of the text when it goes on with `piece`, which is emptied; all the rest
  /// when `isLast`. `piece` must not end within a surrogate pair.
  mutating func clean(_ piece: inout [UInt16], isLast: Bool, into output: inout [UInt16]) {
    lineEnds?.unify(&piece)
    piece.withUnsafeBufferPointer { normalizer.append($0, isLast: isLast, to: &output) }
    piece.removeAll(keepingCapacity: true)
  }
}

/// `text` with its line ends and its normalisation form made uniform, as a corpus is before it is cut. O(n).
public func normalizedText(_ text: String, normalization: Normalization, lineEnds: LineEnds) -> String {
  var cleaner = TextCleaner(normalization: normalization, lineEnds: lineEnds)
  var (codeUnits, result): ([UInt16], [UInt16]) = (Array(text.utf16), [])
  cleaner.clean(&codeUnits, isLast: true, into: &result)
  return String(decoding: result, as: UTF16.self)
}

/// Cuts clean text into units.
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

/// Cleans a text and cuts it into units.
package struct TextPipeline {
  private var cleaner: TextCleaner
  private var cutter: UnitCutter

  /// A pipeline into `unit`, which must not be `.byte`.
  package init(unit: TextUnit, normalization: Normalization, lineEnds: LineEnds) {
    cleaner = TextCleaner(normalization: normalization, lineEnds: lineEnds)
    cutter = UnitCutter(unit)
  }

  /// Calls `body` with all units that are complete when the text goes on with `piece`, which is emptied; with all
  /// the rest when `isLast`. `piece` must not end within a surrogate pair.
  @inline(__always)
  package mutating func push(
    _ piece: inout [UInt16], isLast: Bool, _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    cleaner.clean(&piece, isLast: isLast, into: &cutter.text)
    try cutter.cut(isLast: isLast, body)
  }
}
