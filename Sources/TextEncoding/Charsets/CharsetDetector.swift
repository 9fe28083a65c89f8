internal import CICU

/// Guesses the charset of a sample of bytes.
///
/// Goals in order: text in UTF-8 with a few broken bytes is never read as something else; then to be right
/// about every other charset; then to notice what is no text at all.
enum CharsetDetector {
  /// What a sample shows.
  enum Verdict: Equatable {
    /// Nothing but ASCII, so any of the usual charsets: a later sample may decide.
    case plain
    /// A charset, by a name ICU knows.
    case charset(String)
    /// No text; the offset of the first byte that shows it.
    case binary(offset: Int)
  }

  /// Judges `sample`, which begins the source if `isStart` and ends it if `isEnd`.
  ///
  /// In order: a byte order mark; UTF-32 and UTF-16 by their NULs; escape sequences; UTF-8; ICU's statistics.
  static func verdict(_ sample: UnsafeBufferPointer<UInt8>, isStart: Bool, isEnd: Bool) -> Verdict {
    // Megabytes of this may come before the first byte that says anything.
    if ASCIIText.isPlain(sample) { return .plain }
    if isStart, let charset = byteOrderMark(sample) { return .charset(charset) }
    if let firstNUL = sample.firstIndex(of: 0) {
      if isStart, let charset = WideTextShape.charset(of: sample) { return .charset(charset) }
      return .binary(offset: firstNUL)
    }
    if let offset = controls(in: sample) { return .binary(offset: offset) }
    guard let firstHigh = sample.firstIndex(where: { $0 >= 0x80 }) else {
      return escapeSequences(sample).map { .charset($0) } ?? .plain
    }
    let census = UTF8Census(sample, isEnd: isEnd)
    if census.isUTF8 { return .charset("UTF-8") }
    let window = sample[max(0, firstHigh - 1024)..<min(sample.count, firstHigh + 65_536)]
    let endsSource = isEnd && window.endIndex == sample.endIndex
    return .charset(statistical(UnsafeBufferPointer(rebasing: window), isEnd: endsSource) ?? "UTF-8")
  }

  private static func byteOrderMark(_ sample: UnsafeBufferPointer<UInt8>) -> String? {
    // UTF-32LE's mark begins with UTF-16LE's.
    let marks: [([UInt8], String)] = [
      ([0xEF, 0xBB, 0xBF], "UTF-8"), ([0xFF, 0xFE, 0, 0], "UTF-32LE"), ([0, 0, 0xFE, 0xFF], "UTF-32BE"),
      ([0xFF, 0xFE], "UTF-16LE"), ([0xFE, 0xFF], "UTF-16BE"), ([0x84, 0x31, 0x95, 0x33], "GB18030"),
    ]
    return marks.first { sample.starts(with: $0.0) }?.1
  }

  /// The first control character if there are too many for a text. Colour codes, form feeds and backspaces
  /// occur in texts.
  private static func controls(in sample: UnsafeBufferPointer<UInt8>) -> Int? {
    var first: Int?
    var count = 0
    for (offset, byte) in sample.enumerated() where byte < 0x20 {
      if (0x08...0x0D).contains(byte) || byte == 0x1B || byte == 0x0E || byte == 0x0F || byte == 0x1A { continue }
      count += 1
      first = first ?? offset
    }
    return count * 32 > sample.count ? first : nil
  }

  /// The 7-bit charsets of ISO 2022 show themselves by designating a set of several bytes.
  private static func escapeSequences(_ sample: UnsafeBufferPointer<UInt8>) -> String? {
    let escape: UInt8 = 0x1B
    let hasDesignation = sample.indices.dropLast(2).contains { index in
      sample[index] == escape && sample[index + 1] == UInt8(ascii: "$")
    }
    guard hasDesignation else { return nil }
    return matches(sample).first { $0.name.hasPrefix("ISO-2022") }?.name
  }

  /// ICU's best guess. A guess with malformed bytes gives way to one without only if both are about as
  /// likely: a broken byte must not turn one charset into another.
  private static func statistical(_ sample: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> String? {
    let candidates = matches(sample)
    guard let best = candidates.first else { return nil }
    var choice: (name: String, defects: Int)?
    for candidate in candidates where candidate.confidence + 15 >= best.confidence {
      let defects = defects(of: sample, in: candidate.name, isEnd: isEnd)
      if let choice, defects >= choice.defects { continue }
      choice = (candidate.name, defects)
    }
    return choice?.name
  }

  private static func defects(of sample: UnsafeBufferPointer<UInt8>, in charset: String, isEnd: Bool) -> Int {
    var text: [UInt16] = []
    do {
      let decoder = try TextDecoder(charset: charset, source: "sample", malformed: .replace)
      try decoder.decode(sample, isLast: isEnd, into: &text)
      return decoder.replacedCount
    } catch {
      return .max
    }
  }

  private static func matches(_ sample: UnsafeBufferPointer<UInt8>) -> [(name: String, confidence: Int)] {
    guard let detector = textgen_detector_open() else { return [] }
    defer { textgen_detector_close(detector) }
    return sample.withMemoryRebound(to: CChar.self) { bytes in
      var count: Int32 = 0
      let matches = textgen_detector_matches(detector, bytes.baseAddress, Int32(bytes.count), &count)
      return (0..<Int(count)).compactMap { index in
        guard let match = matches?[index], let name = textgen_match_name(match) else { return nil }
        let charset = String(cString: name)
        // Both need NULs, which this sample lacks, or a mark.
        if charset.hasPrefix("UTF-16") || charset.hasPrefix("UTF-32") { return nil }
        return (supersets[charset] ?? charset, Int(textgen_match_confidence(match)))
      }
    }
  }

  /// What calls itself ISO 8859-1, -8 or -9 is in practice the Windows charset, which adds printable characters
  /// where the standard has controls or, in Hebrew, no points for vowels.
  private static let supersets = [
    "ISO-8859-1": "windows-1252", "ISO-8859-9": "windows-1254", "ISO-8859-8": "windows-1255",
    "ISO-8859-8-I": "windows-1255",
  ]
}
