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
