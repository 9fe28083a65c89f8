/// A piece of UTF-16 text that has been cut: most of any text comes in runs, which cost a fraction of single units.
package enum UnitPiece {
  /// One unit of any length.
  case one(UnsafeBufferPointer<UInt16>)
  /// Units of one code unit each.
  case run(UnsafeBufferPointer<UInt16>)

  /// Calls `body` with every unit.
  @inline(__always)
  package func forEachUnit(
    _ body: (UnsafeBufferPointer<UInt16>) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    switch self {
    case .one(let unit): try body(unit)
    case .run(let units):
      for index in units.indices { try body(UnsafeBufferPointer(rebasing: units[index..<index + 1])) }
    }
  }
}
