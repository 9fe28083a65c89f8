internal import CICU

/// Tells UTF-16 and UTF-32 without a byte order mark by what the bytes mean in each byte order.
package enum WideTextShape {
  /// The charset in which `sample`, the start of a source, makes sense as text, or nil.
  package static func charset(of sample: UnsafeBufferPointer<UInt8>) -> String? {
    if isNarrow(sample) { return nil }
    // A sample may end within a character.
    let candidates = [
      ("UTF-32LE", score(sample, width: 4, isLittle: true)), ("UTF-32BE", score(sample, width: 4, isLittle: false)),
      ("UTF-16LE", score(sample, width: 2, isLittle: true)), ("UTF-16BE", score(sample, width: 2, isLittle: false)),
    ]
    var best: (name: String, score: Int)?
    for case (let name, let score?) in candidates where score > best?.score ?? .min { best = (name, score) }
    return best?.name
  }

  /// Whether the sample is UTF-8 with a few stray NULs. As UTF-16 it would be rare ideographs, two letters each.
  ///
  /// Wide text that happens to be UTF-8 too has 7-bit bytes only: of scripts below U+2000, whose every other byte
  /// is below 0x20.
  private static func isNarrow(_ sample: UnsafeBufferPointer<UInt8>) -> Bool {
    var controls = 0
    for byte in sample where byte < 0x20 { controls += 1 }
    return controls * 4 < sample.count && UTF8Census(sample, isEnd: false).malformedCount == 0
  }

  /// Nil when more than one character in 50 is not text, or when there are spaces in many characters' halves, as
  /// in 8-bit text with a stray NUL. Of two readings that both make sense the better is the one with more ASCII:
  /// the wrong byte order turns spaces and line feeds into rare characters.
  private static func score(_ sample: UnsafeBufferPointer<UInt8>, width: Int, isLittle: Bool) -> Int? {
    let count = min(sample.count, 65_536) / width
    guard count > 0 else { return nil }
    var ascii = 0
    var bad = 0
    var halfSpaces = 0
    var index = 0
    while index < count {
      var scalar = number(sample, index * width, width, isLittle)
      let hasSpace = (0..<width).contains { sample[index * width + $0] == 0x20 }
      index += 1
      if width == 2, (0xD800...0xDBFF).contains(scalar), index < count {
        let low = number(sample, index * width, width, isLittle)
        if (0xDC00...0xDFFF).contains(low) {
          scalar = 0x10000 + ((scalar & 0x3FF) << 10) + (low & 0x3FF)
          index += 1
        }
      }
      if (0x20..<0x7F).contains(scalar) || (0x09...0x0D).contains(scalar) {
        ascii += 1
      } else {
        if !isAssigned(scalar) { bad += 1 }
        if hasSpace { halfSpaces += 1 }
      }
    }
    // In wide text chance makes it one character in 100; quotation marks and dashes, U+20xx, add a few. In 8-bit
    // text every third pair of bytes has a space.
    return bad * 50 <= count && halfSpaces <= ascii + count / 16 ? ascii - 10 * bad : nil
  }

  private static func number(
    _ sample: UnsafeBufferPointer<UInt8>, _ start: Int, _ width: Int, _ isLittle: Bool
  ) -> UInt32 {
    (0..<width).reduce(0) { $0 << 8 | UInt32(sample[start + (isLittle ? width - 1 - $1 : $1)]) }
  }

  private static func isAssigned(_ scalar: UInt32) -> Bool {
    guard scalar <= 0x10FFFF else { return false }
    // Unassigned, control, private use and surrogate.
    return ![0, 15, 17, 18].contains(textgen_general_category(scalar))
  }
}
