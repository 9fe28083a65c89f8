/// Reads sources from first to last as one text, in bounded memory.
package struct CorpusReader {
  /// Also the size of the sample from which a charset is detected.
  package static let blockSize = 1 << 18

  let sources: [TextSource]
  let unit: TextUnit
  let normalization: Normalization
  let lineEnds: LineEnds
  let charset: String?
  let malformed: MalformedBytes
  let progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)?

  /// Calls `body` with all units as UTF-16, in byte mode with the bytes; returns what was found.
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
    var bytesRead = 0
    var pipeline = unit == .byte ? nil : TextPipeline(unit: unit, normalization: normalization, lineEnds: lineEnds)
    var units: [UInt16] = []
    var block = [UInt8](repeating: 0, count: Self.blockSize)
    for source in sources {
      let file = try SourceFile(source)
      var decoding = unit == .byte ? nil : try SourceDecoding(source, charset: charset, malformed: malformed)
      var sourceBytes = 0
      while true {
        let count = try block.withUnsafeMutableBufferPointer { (buffer) throws(TextEncodingError) in
          try file.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        let isEnd = count < block.count
        try block.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in
          let bytes = UnsafeBufferPointer(rebasing: buffer[..<count])
          if decoding != nil {
            try decoding?.decode(bytes, isLast: isEnd, into: &units)
            try pipeline?.push(&units, isLast: false, body)
          } else {
            units.append(contentsOf: bytes.lazy.map { UInt16($0) })
            try units.withUnsafeBufferPointer { (buffer) throws(TextEncodingError) in try body(.run(buffer)) }
            units.removeAll(keepingCapacity: true)
          }
        }
        sourceBytes += count
        bytesRead += count
        progress?(bytesRead, totalBytes)
        if isEnd { break }
      }
      found.append(
        CorpusReport.Source(
          name: source.description, charset: decoding?.charset, byteCount: sourceBytes,
          replacedCount: decoding?.replacedCount ?? 0))
    }
    try pipeline?.push(&units, isLast: true, body)
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
