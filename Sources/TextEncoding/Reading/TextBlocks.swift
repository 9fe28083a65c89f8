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
    /// The source whose text begins here, by its index, and the line that `text` begins with: 1, or 0 where what is left of
    /// the source before ends a line first.
    var start: (source: Int, line: Int)?
    /// Whether that source begins a new line which the one before it did not: a LF belongs before `text`.
    var beginsLine = false
    /// What was left of the sources before, whose last character is whole, as was seen only here; it belongs before
    /// `text`, and nothing goes on behind it. Nil where there was nothing to be seen.
    var rest: [UInt16]?
    /// Whether no character goes on behind `text`.
    var endsUnit = false
    /// What was found in the source that ended here.
    var source: CorpusReport.Source?
    /// Whether the text ends here; such a block has read nothing.
    var isLast = false
  }

  private let unit: TextUnit
  private let joining: SourceJoining
  private let charset: String?
  private let malformed: MalformedBytes
  private var waiting: ArraySlice<(offset: Int, element: TextSource)>
  /// The last code unit of the sources so far; nil where they have none.
  private var last: UInt16?
  private var current: OpenSource?
  private var cleaner: TextCleaner
  private var bytesRead = 0
  private var isOver = false
  private var buffer = [UInt8](repeating: 0, count: blockSize)
  private var decoded: [UInt16] = []

  init(
    sources: [TextSource], joining: SourceJoining, unit: TextUnit, normalization: Normalization, lineEnds: LineEnds,
    charset: String?, malformed: MalformedBytes
  ) {
    (waiting, self.joining) = (Array(sources.enumerated())[...], joining)
    (self.unit, self.charset, self.malformed) = (unit, charset, malformed)
    cleaner = TextCleaner(normalization: normalization, lineEnds: lineEnds)
  }

  private struct OpenSource {
    let index: Int
    let file: SourceFile
    /// nil in byte mode.
    var decoding: SourceDecoding?
    var byteCount = 0
    /// Whether there was any text in it yet.
    var hasBegun = false
  }

  /// The next block; nil after the last one.
  ///
  /// Throws `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed` and `unknownCharset`.
  mutating func next() throws(TextEncodingError) -> Block? {
    guard !isOver else { return nil }
    var block = Block()
    if current == nil, let (index, source) = waiting.popFirst() {
      current = OpenSource(
        index: index, file: try SourceFile(source),
        decoding: unit == .byte ? nil : try SourceDecoding(source, charset: charset, malformed: malformed))
    }
    if current != nil {
      try readBlock(into: &block)
    } else {
      isOver = true
      (block.isLast, block.endsUnit) = (true, true)
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
      begin(&open, with: decoded, &block)
      block.endsUnit = isEnd && joining.endsCharacters
      block.text.reserveCapacity(decoded.count + 64)
      cleaner.clean(&decoded, isLast: block.endsUnit, into: &block.text)
    } else {
      block.text = buffer[..<count].map { UInt16($0) }
      begin(&open, with: block.text, &block)
    }
    if isEnd {
      block.source = CorpusReport.Source(
        name: open.file.source.description, charset: open.decoding?.charset, byteCount: open.byteCount,
        replacedCount: open.decoding?.replacedCount ?? 0, markCount: open.decoding?.markCount ?? 0,
        guess: open.decoding?.guess)
    }
    current = isEnd ? nil : open
  }

  /// Notes where the text of a source begins, and whether it has to begin a line.
  private mutating func begin(_ open: inout OpenSource, with text: [UInt16], _ block: inout Block) {
    guard let first = text.first else { return }
    if !open.hasBegun {
      var line = 1
      if let last, unit != .byte, !joining.endsCharacters {
        if Segmenter.standAlone(last, first) {
          var (rest, none): ([UInt16], [UInt16]) = ([], [])
          cleaner.clean(&none, isLast: true, into: &rest)
          block.rest = rest
        } else if SourceJoining.endsLine(last) {
          line = 0
        }
      }
      block.start = (open.index, line)
      block.beginsLine = joining.needsLineEnd(between: last, first)
      open.hasBegun = true
    }
    last = text.last
  }
}
