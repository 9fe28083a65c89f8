/// A text that is read whole: seeds, lines to score, texts to trace.
public struct WholeText: Sendable {
  /// The text in UTF-8, with the line ends and the normalisation that the source has; in byte mode the source's bytes.
  public let bytes: [UInt8]
  /// What was found in the source.
  public let source: CorpusReport.Source

  /// Reads a source to its end.
  ///
  /// - Throws: `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed` and `unknownCharset`.
  public init(_ source: TextSource, unit: TextUnit, charset: CharsetChoice) throws(TextEncodingError) {
    var blocks = TextBlocks(
      sources: [source], unit: unit, normalization: .none, lineEnds: .kept, charset: charset.name,
      malformed: charset.malformed)
    var codeUnits: [UInt16] = []
    var found: CorpusReport.Source?
    while let block = try blocks.next() {
      codeUnits += block.text
      found = block.source ?? found
    }
    bytes = unit == .byte ? codeUnits.map { UInt8($0) } : Array(String(decoding: codeUnits, as: UTF16.self).utf8)
    self.source =
      found ?? CorpusReport.Source(name: source.description, byteCount: 0, replacedCount: 0, markCount: 0)
  }
}
