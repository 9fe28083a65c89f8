/// The decoding of one source whose charset may show only after megabytes of ASCII.
struct SourceDecoding {
  private let source: String
  private let malformed: MalformedBytes
  private var decoder: TextDecoder
  private var isDecided: Bool
  private var byteOffset = 0

  /// The charset so far; plain ASCII is UTF-8.
  var charset: String { decoder.charset }
  /// How many malformed sequences became U+FFFD.
  var replacedCount: Int { decoder.replacedCount }

  /// Decodes from `charset`, or from the one that the bytes show. Throws `unknownCharset`.
  init(_ source: TextSource, charset: String?, malformed: MalformedBytes) throws(TextEncodingError) {
    self.source = source.description
    self.malformed = malformed
    isDecided = charset != nil
    decoder = try TextDecoder(charset: charset ?? "UTF-8", source: self.source, malformed: malformed)
  }

  /// Appends the text of the next block to `output`. Throws `binary` and `malformed`.
  mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: inout [UInt16]
  ) throws(TextEncodingError) {
    if !isDecided, !bytes.isEmpty {
      switch CharsetDetector.verdict(bytes, isStart: byteOffset == 0, isEnd: isLast) {
      case .plain: break
      case .binary(let offset): throw .binary(source: source, byteOffset: byteOffset + offset)
      case .charset(let charset):
        isDecided = true
        // All before was ASCII, which leaves no state behind.
        decoder = try TextDecoder(charset: charset, source: source, byteOffset: byteOffset, malformed: malformed)
      }
    }
    try decoder.decode(bytes, isLast: isLast, into: &output)
    byteOffset += bytes.count
  }
}
