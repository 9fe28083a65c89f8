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
  /// How many byte order marks within the text were dropped.
  var markCount: Int { decoder.markCount }
  /// What the bytes show, where neither a mark nor the user says so.
  private(set) var guess: CharsetGuess?

  /// Decodes from `charset`, or from the one that the bytes show. Throws `unknownCharset`.
  init(_ source: TextSource, charset: String?, malformed: MalformedBytes) throws(TextEncodingError) {
    self.source = source.description
    self.malformed = malformed
    isDecided = charset != nil
    decoder = try TextDecoder(charset: charset ?? "UTF-8", source: self.source, malformed: malformed)
  }

  /// Whether the next block is its own text in UTF-8, and counted as read: plain ASCII, in UTF-8 or before anything else.
  mutating func passes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard decoder.passes(bytes) else { return false }
    byteOffset += bytes.count
    return true
  }

  /// Appends the text of the next block to `output`. Throws `binary` and `malformed`.
  mutating func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: inout [UInt16]
  ) throws(TextEncodingError) {
    if !isDecided, !bytes.isEmpty {
      switch CharsetDetector.verdict(bytes, isStart: byteOffset == 0, isEnd: isLast) {
      case .plain: break
      case .binary(let offset): throw .binary(source: source, byteOffset: byteOffset + offset)
      case .charset(let charset): try decide(for: charset)
      case .guess(let guess):
        try decide(for: guess.charset)
        self.guess = guess
        self.guess?.charset = decoder.charset
      }
    }
    try decoder.decode(bytes, isLast: isLast, into: &output)
    byteOffset += bytes.count
  }

  /// All before was ASCII, which leaves no state behind.
  private mutating func decide(for charset: String) throws(TextEncodingError) {
    isDecided = true
    decoder = try TextDecoder(charset: charset, source: source, byteOffset: byteOffset, malformed: malformed)
  }
}
