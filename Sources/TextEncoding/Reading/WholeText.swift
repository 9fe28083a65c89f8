/// A text that is read whole: seeds, lines to score, texts to trace.
public struct WholeText: Sendable {
  /// The text in UTF-8, with the line ends and the normalisation that the source has; in byte mode the source's bytes.
  public let bytes: [UInt8]
  /// What was found in the source.
  public let source: CorpusReport.Source

  /// Reads a source to its end.
  ///
  /// - progress: is told after each block how many bytes were read, and how many there are where that is known.
  /// - Throws: `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed` and `unknownCharset`.
  public init(
    _ source: TextSource, unit: TextUnit, charset: CharsetChoice, progress: (Int, Int?) -> Void = { _, _ in }
  ) throws(TextEncodingError) {
    let file = try SourceFile(source)
    var decoding =
      unit == .byte
      ? nil : try SourceDecoding(source, charset: charset.name, malformed: charset.malformed)
    var (bytes, codeUnits, byteCount, isEnd): ([UInt8], [UInt16], Int, Bool) = ([], [], 0, false)
    bytes.reserveCapacity(file.size ?? 0)
    var buffer = [UInt8](repeating: 0, count: TextBlocks.blockSize)
    while !isEnd {
      try buffer.withUnsafeMutableBufferPointer { (buffer) throws(TextEncodingError) in
        let count = try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        isEnd = count < buffer.count
        byteCount += count
        let block = UnsafeBufferPointer(rebasing: buffer[..<count])
        if decoding?.passes(block) ?? true {
          bytes += block
        } else {
          try decoding?.decode(block, isLast: isEnd, into: &codeUnits)
          bytes += String(decoding: codeUnits, as: UTF16.self).utf8
          codeUnits.removeAll(keepingCapacity: true)
        }
      }
      progress(byteCount, file.size)
    }
    self.bytes = bytes
    self.source = CorpusReport.Source(
      name: source.description, charset: decoding?.charset, byteCount: byteCount,
      replacedCount: decoding?.replacedCount ?? 0, markCount: decoding?.markCount ?? 0, guess: decoding?.guess)
  }
}
