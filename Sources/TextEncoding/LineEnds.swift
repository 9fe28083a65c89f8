/// What becomes of the different ways to end a line.
public enum LineEnds: String, Codable, Sendable, CaseIterable {
  /// CR LF, CR, NEL (U+0085) and LINE SEPARATOR (U+2028) become LF.
  case unified
  /// The text keeps the line ends it has.
  case kept
}

/// Turns every line end of a stream of UTF-16 text into LF; a CR LF cut by the end of a piece counts once.
struct LineEndUnifier {
  private var followsCarriageReturn = false

  /// Unifies the line ends of `units`, the next piece of the stream, in place. O(n).
  mutating func unify(_ units: inout [UInt16]) {
    if !followsCarriageReturn, units.withUnsafeBufferPointer(Self.isUniform) { return }
    var followsCarriageReturn = followsCarriageReturn
    let count = units.withUnsafeMutableBufferPointer { buffer in
      var written = 0
      for unit in buffer {
        let isSecondHalf = followsCarriageReturn && unit == 0x0A
        followsCarriageReturn = unit == 0x0D
        if isSecondHalf { continue }
        buffer[written] = unit == 0x0D || unit == 0x85 || unit == 0x2028 ? 0x0A : unit
        written += 1
      }
      return written
    }
    units.removeLast(units.count - count)
    self.followsCarriageReturn = followsCarriageReturn
  }

  /// Whether no line ends in anything but LF. Without an exit inside, so that the loop becomes one over vectors.
  private static func isUniform(_ units: UnsafeBufferPointer<UInt16>) -> Bool {
    var others: UInt16 = 0
    for unit in units { others |= unit == 0x0D || unit == 0x85 || unit == 0x2028 ? 1 : 0 }
    return others == 0
  }
}
