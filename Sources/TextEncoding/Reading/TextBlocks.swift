/// The sources of a corpus as one text, clean and block by block, from first to last.
package struct TextBlocks {
  /// Bytes that are read at once; also the size of the sample from which a charset is detected.
  package static let blockSize = 1 << 18

  /// What one block of bytes brought.
  struct Block: Sendable {
    /// Clean UTF-16 text that may end within a unit, but not within a surrogate pair; the bytes in byte mode.
    var text: [UInt16] = []
    /// The bytes read so far, of all sources.
    var bytesRead = 0
    /// What was found in the source that ended here.
    var source: CorpusReport.Source?
    /// Whether the text ends here; such a block has read nothing.
    var isLast = false
  }

  private let unit: TextUnit
  private let charset: String?
  private let malformed: MalformedBytes
  private var waiting: ArraySlice<TextSource>
  private var current: OpenSource?
  private var cleaner: TextCleaner
  private var bytesRead = 0
  private var isOver = false
  private var buffer = [UInt8](repeating: 0, count: blockSize)
  private var decoded: [UInt16] = []

  init(
    sources: [TextSource], unit: TextUnit, normalization: Normalization, lineEnds: LineEnds, charset: String?,
    malformed: MalformedBytes
  ) {
    (waiting, self.unit, self.charset, self.malformed) = (sources[...], unit, charset, malformed)
    cleaner = TextCleaner(normalization: normalization, lineEnds: lineEnds)
  }

  private struct OpenSource {
    let file: SourceFile
    /// nil in byte mode.
    var decoding: SourceDecoding?
    var byteCount = 0
  }

  /// The next block; nil after the last one.
  ///
  /// Throws `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed` and `unknownCharset`.
  mutating func next() throws(TextEncodingError) -> Block? {
    guard !isOver else { return nil }
    var block = Block()
    if current == nil, let source = waiting.popFirst() {
      current = OpenSource(
        file: try SourceFile(source),
        decoding: unit == .byte ? nil : try SourceDecoding(source, charset: charset, malformed: malformed))
    }
    if current != nil {
      try readBlock(into: &block)
    } else {
      isOver = true
      block.isLast = true
      if unit != .byte { cleaner.clean(&decoded, isLast: true, into: &block.text) }
    }
    block.bytesRead = bytesRead
    return block
  }

  private mutating func readBlock(into block: inout Block) throws(TextEncodingError) {
    guard var open = current else { return }
    let count = try buffer.withUnsafeMutableBufferPointer { (buffer) throws(TextEncodingError) in
      try open.file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    let isEnd = count < buffer.count
    open.byteCount += count
    bytesRead += count
    if open.decoding != nil {
      try buffer.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in
        try open.decoding?.decode(UnsafeBufferPointer(rebasing: buffer[..<count]), isLast: isEnd, into: &decoded)
      }
      block.text.reserveCapacity(decoded.count + 64)
      cleaner.clean(&decoded, isLast: false, into: &block.text)
    } else {
      block.text = buffer[..<count].map { UInt16($0) }
    }
    if isEnd {
      block.source = CorpusReport.Source(
        name: open.file.source.description, charset: open.decoding?.charset, byteCount: open.byteCount,
        replacedCount: open.decoding?.replacedCount ?? 0, markCount: open.decoding?.markCount ?? 0,
        guess: open.decoding?.guess)
    }
    current = isEnd ? nil : open
  }
}
