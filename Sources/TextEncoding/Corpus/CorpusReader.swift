/// Reads sources from first to last as one text, in bounded memory.
package struct CorpusReader {
  let sources: [TextSource]
  let joining: SourceJoining
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
  ///
  /// - start: is told the index of a source before its first unit, and the line that comes then: 0 where the last unit of the
  ///   source before, which ends a line, comes first.
  @inline(__always)
  func forEachPiece(
    _ body: (UnitPiece) throws(TextEncodingError) -> Void, start: (_ source: Int, _ line: Int) -> Void = { _, _ in }
  ) throws(TextEncodingError) -> [CorpusReport.Source] {
    // A wrong path in the last place should not be found out after an hour.
    let totalBytes = try totalSize()
    var found: [CorpusReport.Source] = []
    var cutter = unit == .byte ? nil : UnitCutter(unit)
    var blocks = TextBlocks(
      sources: sources, joining: joining, unit: unit, normalization: normalization, lineEnds: lineEnds,
      charset: charset, malformed: malformed)
    let prefetcher = Prefetcher { () throws(TextEncodingError) in try blocks.next() }
    while let block = try prefetcher.next() {
      if block.beginsLine {
        cutter?.text.append(0x0A)
        try cutter?.cut(isLast: true, body)
        if let source = found.lastIndex(where: { $0.byteCount > 0 }) { found[source].lacksLineEnd = true }
      }
      if let rest = block.rest {
        cutter?.text += rest
        try cutter?.cut(isLast: true, body)
      }
      if let begun = block.start { start(begun.source, begun.line) }
      if cutter != nil {
        cutter?.text += block.text
        try cutter?.cut(isLast: block.endsUnit, body)
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
