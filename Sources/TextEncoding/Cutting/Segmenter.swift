internal import CICU

/// Owns one ICU break iterator for extended grapheme clusters.
private final class GraphemeBreaker {
  private let handle: OpaquePointer

  init() {
    guard let handle = textgen_breaker_open() else { preconditionFailure("ICU's grapheme break data is missing") }
    self.handle = handle
  }

  deinit { textgen_breaker_close(handle) }

  /// The iterator keeps the address: the text must stay in place until the last `next`.
  func setText(_ text: UnsafeBufferPointer<UInt16>) {
    textgen_breaker_set_text(handle, text.baseAddress, Int32(text.count))
  }

  func next() -> Int? {
    let boundary = textgen_breaker_next(handle)
    return boundary < 0 ? nil : Int(boundary)
  }
}

/// Cuts UTF-16 text into grapheme clusters or scalars.
///
/// Goals in order: ICU's boundaries; the same units however the text comes in pieces; speed. Between two
/// characters that both stand alone there is always a boundary, so ICU is asked only about runs with
/// something else in them. A cluster of more than `longestCluster` UTF-16 code units is cut into clusters of
/// that length, so that one unit never grows with the text.
package struct Segmenter {
  package static let longestCluster = 256
  /// How many UTF-16 code units ICU gets at once: it looks for the end of a cluster in all of them, and would do so again
  /// for each piece of a long one.
  private static let sight = 4 * longestCluster

  /// Whether each UTF-16 code unit stands alone: not a surrogate, and no part of any cluster of several scalars
  /// unless a joining character comes next to it.
  private static let standsAlone: [Bool] = (0...UInt32(UInt16.max)).map { codeUnit in
    !(0xD800...0xDFFF).contains(codeUnit) && textgen_stands_alone(codeUnit) != 0
  }

  /// Whether two code units, one behind the other, are characters by themselves or the ends of such.
  static func standAlone(_ one: UInt16, _ next: UInt16) -> Bool { standsAlone[Int(one)] && standsAlone[Int(next)] }

  private let breaker: GraphemeBreaker?

  /// A segmenter into `unit`, which must not be `.byte`.
  init(_ unit: TextUnit) {
    precondition(unit != .byte, "bytes are not segmented")
    breaker = unit == .grapheme ? GraphemeBreaker() : nil
  }

  /// Calls `body` with the units of `text`; unless `isLast` the last unit is left, because more text may
  /// belong to it. Returns the length of what was consumed, and the rest must lead the next text. O(n).
  @inline(__always)
  func segment(
    _ text: UnsafeBufferPointer<UInt16>, isLast: Bool,
    _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) -> Int {
    guard breaker != nil else { return try scalars(text, body) }
    // Held as a pointer, or every access would be checked and counted.
    let alone = Self.standsAlone
    var position = 0
    while position < text.count {
      let start = position
      if alone[Int(text[position])] {
        while position + 1 < text.count, alone[Int(text[position + 1])] { position += 1 }
      }
      if position > start { try body(.run(UnsafeBufferPointer(rebasing: text[start..<position]))) }
      var end = position + 1
      while end < text.count, !(alone[Int(text[end - 1])] && alone[Int(text[end])]) { end += 1 }
      let isClosed = end < text.count || isLast
      position = try clusters(text, from: position, to: end, isClosed: isClosed, body)
      if !isClosed { break }
    }
    return position
  }

  private func scalars(
    _ text: UnsafeBufferPointer<UInt16>, _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) -> Int {
    var position = 0
    while position < text.count {
      let start = position
      while position < text.count, !UTF16.isLeadSurrogate(text[position]) { position += 1 }
      if position > start { try body(.run(UnsafeBufferPointer(rebasing: text[start..<position]))) }
      guard position < text.count else { break }
      let end = min(position + 2, text.count)
      try body(.one(UnsafeBufferPointer(rebasing: text[position..<end])))
      position = end
    }
    return position
  }

  /// The clusters of `text[start..<end]`, where `start` is a boundary, and `end` is one if `isClosed`.
  private func clusters(
    _ text: UnsafeBufferPointer<UInt16>, from start: Int, to end: Int, isClosed: Bool,
    _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) -> Int {
    guard let breaker else { return start }
    var position = start
    var seen = Self.sight(of: text, from: start, to: end)
    breaker.setText(UnsafeBufferPointer(rebasing: text[seen]))
    while position < end, let next = breaker.next() {
      let boundary = seen.lowerBound + next
      if boundary - position > Self.longestCluster {
        var cut = position + Self.longestCluster
        if UTF16.isTrailSurrogate(text[cut]) { cut -= 1 }
        try body(.one(UnsafeBufferPointer(rebasing: text[position..<cut])))
        position = cut
      } else if boundary < seen.upperBound || boundary == end {
        if boundary == end, !isClosed { break }
        try body(.one(UnsafeBufferPointer(rebasing: text[position..<boundary])))
        position = boundary
        continue
      }
      // What is beyond what ICU has seen may belong to the cluster.
      seen = Self.sight(of: text, from: position, to: end)
      breaker.setText(UnsafeBufferPointer(rebasing: text[seen]))
    }
    return position
  }

  /// What ICU gets at once, up to `end`; no pair of surrogates is cut.
  private static func sight(of text: UnsafeBufferPointer<UInt16>, from start: Int, to end: Int) -> Range<Int> {
    guard end - start > sight else { return start..<end }
    let bound = start + sight
    return start..<(UTF16.isLeadSurrogate(text[bound - 1]) ? bound - 1 : bound)
  }
}
