/// Guesses the charset of a sample of bytes.
///
/// Goals in order: text in UTF-8 with a few broken bytes is never read as something else; then to be right
/// about every other charset; then to notice what is no text at all.
enum CharsetDetector {
  /// What a sample shows.
  enum Verdict: Equatable {
    /// Nothing but ASCII, so any of the usual charsets: a later sample may decide.
    case plain
    /// A charset that its mark or its form proves, by a name ICU knows.
    case charset(String)
    /// A charset that the bytes only suggest.
    case guess(CharsetGuess)
    /// No text; the offset of the first byte that shows it.
    case binary(offset: Int)
  }

  /// Judges `sample`, which begins the source if `isStart` and ends it if `isEnd`.
  ///
  /// In order: a byte order mark; UTF-32 and UTF-16 by their NULs; escape sequences; UTF-8, whole or damaged; what the bytes
  /// mean in every other charset.
  static func verdict(_ sample: UnsafeBufferPointer<UInt8>, isStart: Bool, isEnd: Bool) -> Verdict {
    // Megabytes of this may come before the first byte that says anything.
    if ASCIIText.isPlain(sample) { return .plain }
    if isStart, let charset = byteOrderMark(sample) { return .charset(charset) }
    if let firstNUL = sample.firstIndex(of: 0) {
      if isStart, let charset = WideTextShape.charset(of: sample) { return .guess(CharsetGuess(charset: charset)) }
      return .binary(offset: firstNUL)
    }
    if let offset = controls(in: sample) { return .binary(offset: offset) }
    guard sample.contains(where: { $0 >= 0x80 }) else {
      return escapeSequences(sample).map { .guess(CharsetGuess(charset: $0)) } ?? .plain
    }
    let census = UTF8Census(sample, isEnd: isEnd)
    if census.isCESU8 { return .guess(CharsetGuess(charset: "CESU-8")) }
    if census.isUTF8 { return .charset("UTF-8") }
    let guess = statistical(sample, isEnd: isEnd, mayBeUTF8: census.sequenceCount > 0)
    return guess.map { .guess($0) } ?? .charset("UTF-8")
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
    return CharsetCandidates.escaped(sample)
  }

  /// The most likely reading of the lines that have bytes beyond ASCII; nil for damaged UTF-8.
  private static func statistical(
    _ sample: UnsafeBufferPointer<UInt8>, isEnd: Bool, mayBeUTF8: Bool
  ) -> CharsetGuess? {
    let (lines, endsSource) = telling(sample, isEnd: isEnd)
    let readings = lines.withUnsafeBufferPointer {
      CharsetCandidates.readings(of: $0, isEnd: endsSource, mayBeUTF8: mayBeUTF8)
    }
    guard let best = readings.first, best.charset != "UTF-8" else { return nil }
    var doubt: CharsetGuess.Doubt?
    let rival = readings.first { $0.fits && $0.text != best.text && !isSure(best, against: $0) }
    if let rival { doubt = .rival(charset: rival.charset) }
    if !best.fits { doubt = .misfit }
    return CharsetGuess(charset: best.charset, letters: best.mostFrequentLetters(8), doubt: doubt)
  }

  /// Whether a reading is a thousand times as likely as another, and by more than one in seven for each character that they
  /// have otherwise: charsets may have each other's capitals for small letters.
  private static func isSure(_ best: CharsetReading, against rival: CharsetReading) -> Bool {
    let advantage = rival.nats - best.nats
    return advantage >= 7 && advantage >= 0.15 * Double(best.differences(from: rival))
  }

  /// The lines of a sample with bytes beyond ASCII, 64 KB of them at most: they alone tell charsets apart.
  private static func telling(
    _ sample: UnsafeBufferPointer<UInt8>, isEnd: Bool
  ) -> (lines: [UInt8], endsSource: Bool) {
    let limit = 65_536
    var lines: [UInt8] = []
    var start = 0
    while start < sample.count, lines.count < limit {
      let end = sample[start...].firstIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? sample.count
      let line = sample[start..<end]
      if let first = line.firstIndex(where: { $0 >= 0x80 }) { lines += line[max(start, first - 1024)...] }
      start = end
    }
    if lines.count > limit { return (Array(lines[..<limit]), false) }
    // A line that ends within the sample ends with a whole character.
    return (lines, isEnd || lines.last == 0x0A || lines.last == 0x0D)
  }

}
