/// How much of a sample is UTF-8 beyond ASCII.
package struct UTF8Census {
  /// The valid sequences of two to four bytes.
  package private(set) var sequenceCount = 0
  /// The malformed ones: maximal subparts, as Unicode recommends to count them.
  package private(set) var malformedCount = 0
  /// The characters beyond 16 bits that are spelled as two surrogates of three bytes each, as CESU-8 does.
  package private(set) var surrogatePairCount = 0
  private var fourByteCount = 0
  private let byteCount: Int

  /// Whether the sample is what some databases and Java programs write for UTF-8: no other text has such pairs.
  package var isCESU8: Bool { surrogatePairCount > 0 && malformedCount == 0 && fourByteCount == 0 }

  /// Whether the sample is UTF-8, though maybe with damage.
  ///
  /// In another charset valid sequences come about by chance, and fewer than malformed ones. One or two
  /// stray bytes in much ASCII say nothing, so they count as damage, which is reported and not hidden.
  package var isUTF8: Bool {
    // Beside characters of four bytes, pairs of surrogates are damage.
    let malformedCount = malformedCount + surrogatePairCount
    if malformedCount == 0 { return true }
    if sequenceCount == 0 { return malformedCount <= 2 && malformedCount * 200 <= byteCount }
    return sequenceCount >= 2 * malformedCount
  }

  /// Counts the sequences of `sample`; a sequence cut at its end counts as malformed only if `isEnd`.
  package init(_ sample: UnsafeBufferPointer<UInt8>, isEnd: Bool) {
    byteCount = sample.count
    var position = 0
    while position < sample.count {
      let lead = sample[position]
      position += 1
      guard lead >= 0x80 else { continue }
      if lead == 0xED, Self.isSurrogatePair(sample[(position - 1)...]) {
        surrogatePairCount += 1
        position += 5
        continue
      }
      guard let (length, firstTrail) = Self.shape(lead) else {
        malformedCount += 1
        continue
      }
      var have = 1
      while have < length, position < sample.count {
        let allowed = have == 1 ? firstTrail : 0x80...0xBF
        guard allowed.contains(sample[position]) else { break }
        have += 1
        position += 1
      }
      if have == length {
        sequenceCount += 1
        if length == 4 { fourByteCount += 1 }
      } else if position < sample.count || isEnd {
        malformedCount += 1
      }
    }
  }

  private static func isSurrogatePair(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let ranges: [ClosedRange<UInt8>] = [
      0xED...0xED, 0xA0...0xAF, 0x80...0xBF, 0xED...0xED, 0xB0...0xBF, 0x80...0xBF,
    ]
    return bytes.count >= ranges.count && zip(ranges, bytes).allSatisfy { $0.contains($1) }
  }

  /// The length that a lead byte announces, and what may follow it: table 3-7 of the Unicode Standard.
  private static func shape(_ lead: UInt8) -> (length: Int, firstTrail: ClosedRange<UInt8>)? {
    switch lead {
    case 0xC2...0xDF: (2, 0x80...0xBF)
    case 0xE0: (3, 0xA0...0xBF)
    case 0xED: (3, 0x80...0x9F)
    case 0xE1...0xEF: (3, 0x80...0xBF)
    case 0xF0: (4, 0x90...0xBF)
    case 0xF1...0xF3: (4, 0x80...0xBF)
    case 0xF4: (4, 0x80...0x8F)
    default: nil
    }
  }
}
