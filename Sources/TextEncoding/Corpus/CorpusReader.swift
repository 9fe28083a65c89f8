/// Reads sources from first to last as one text, in bounded memory.
package struct CorpusReader {
  let sources: [TextSource]
  let unit: TextUnit
  let normalization: Normalization
  let lineEnds: LineEnds
  let charset: String?
  let malformed: MalformedBytes
  let progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)?

  /// Calls `body` with all units as UTF-16, in byte mode with the bytes; returns what was found. Reading, decoding and
  /// normalisation run on a thread of their own, a few blocks ahead.
  ///
  /// Throws `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed`, `unknownCharset` and what
  /// `body` throws.
  @inline(__always)
  func forEachPiece(
    _ body: (UnitPiece) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) -> [CorpusReport.Source] {
    // A wrong path in the last place should not be found out after an hour.
    let totalBytes = try totalSize()
    var found: [CorpusReport.Source] = []
    var cutter = unit == .byte ? nil : UnitCutter(unit)
    var blocks = TextBlocks(
      sources: sources, unit: unit, normalization: normalization, lineEnds: lineEnds, charset: charset,
      malformed: malformed)
    let prefetcher = Prefetcher { () throws(TextEncodingError) in try blocks.next() }
    while let block = try prefetcher.next() {
      if cutter != nil {
        cutter?.text += block.text
        try cutter?.cut(isLast: block.isLast, body)
      } else {
        try block.text.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in try body(.run(buffer)) }
      }
      if let source = block.source { found.append(source) }
      if !block.isLast { progress?(block.bytesRead, totalBytes) }
    }
    return found
  }

  private func totalSize() throws(TextEncodingError) -> Int? {
    var total: Int? = 0
    for source in sources {
      let size = try SourceFile.size(of: source)
      total = total.flatMap { sum in size.map { sum + $0 } }
    }
    return total
  }
}
