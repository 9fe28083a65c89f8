extension TokenizedCorpus {
  /// Reads `sources`, joined as they are, and makes a vocabulary and the token ids.
  ///
  /// - Parameter progress: called after every 256 KB with the bytes read of all sources, and their size if all
  ///   are regular files.
  /// - Throws: `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed`, `unknownCharset`, `emptyText`,
  ///   `vocabularyTooLarge`, `everyUnitRare`, `temporaryFile`.
  /// - Complexity: O(n), in memory that grows with the distinct units and not with the text.
  public static func build(
    from sources: [TextSource], options: CorpusOptions,
    progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)? = nil
  ) throws(TextEncodingError) -> (tokenizer: Tokenizer, corpus: TokenizedCorpus, report: CorpusReport) {
    let reader = CorpusReader(
      sources: sources, unit: options.unit, normalization: options.normalization, lineEnds: options.lineEnds,
      charset: options.charset, malformed: options.malformed, progress: progress)
    // With nothing to drop, too many units are too many at once, and the numbers are no longer than ids.
    return options.minimumCount > 1
      ? try build(from: reader, options, UnitTally<UInt32>(try TokenFile(), limit: Int(UInt32.max) - 1))
      : try build(from: reader, options, UnitTally<UInt16>(try TokenFile(), limit: Vocabulary.largestCount))
  }

  private static func build<Number>(
    from reader: CorpusReader, _ options: CorpusOptions, _ tally: consuming UnitTally<Number>
  ) throws(TextEncodingError) -> (tokenizer: Tokenizer, corpus: TokenizedCorpus, report: CorpusReport) {
    var tally = tally
    let found = try reader.forEachPiece { (piece) throws(TextEncodingError) in try tally.add(piece) }
    try tally.finish()
    let (file, count) = (tally.writer.file, tally.writer.count)
    guard count > 0 else { throw .emptyText(source: names(of: reader.sources)) }

    let (vocabulary, ids) = try sortedVocabulary(
      tally.index, tally.counts, unit: options.unit, minimumCount: options.minimumCount)
    let fingerprint = try replaceNumbers(of: Number.self, in: file, count: count, by: ids)
    let corpus = try TokenizedCorpus(file, count: count, fingerprint: fingerprint)
    let tokenizer = Tokenizer(
      normalization: options.normalization, lineEnds: options.lineEnds, vocabulary: vocabulary)
    let report = CorpusReport(
      sources: found, unitCount: count, rareUnitCount: tally.index.count - vocabulary.entries.count,
      rareOccurrenceCount: vocabulary.unknownCount ?? 0)
    return (tokenizer, corpus, report)
  }

  /// Reads `sources`, joined as they are, into the ids of `tokenizer`.
  ///
  /// Units that it lacks become its unknown token, or are left out when `skippingUnknown`; the report counts them as
  /// rare.
  ///
  /// - Throws: what the other `build` throws about sources; `unknownUnit` when the vocabulary has no unknown
  ///   token.
  /// - Complexity: O(n), in memory that does not grow with the text.
  public static func build(
    from sources: [TextSource], tokenizer: Tokenizer, charset: String? = nil, malformed: MalformedBytes = .error,
    skippingUnknown: Bool = false, progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)? = nil
  ) throws(TextEncodingError) -> (corpus: TokenizedCorpus, report: CorpusReport) {
    let reader = CorpusReader(
      sources: sources, unit: tokenizer.unit, normalization: tokenizer.normalization, lineEnds: tokenizer.lineEnds,
      charset: charset, malformed: malformed, progress: progress)
    var writer = TokenWriter<TokenID>(try TokenFile())
    var unknown = UnitIndex()
    var unknownCount = 0
    let vocabulary = tokenizer.vocabulary
    let unknownID = vocabulary.unknownID
    let found = try reader.forEachPiece { (piece) throws(TextEncodingError) in
      try piece.forEachUnit { (unit) throws(TextEncodingError) in
        if let id = vocabulary.id(ofUTF16: unit) {
          try writer.append(id)
        } else if unknownID != nil || skippingUnknown {
          _ = unknown.insert(unit)
          unknownCount += 1
          if let unknownID, !skippingUnknown { try writer.append(unknownID) }
        } else {
          throw tokenizer.unknownUnit(unit, at: writer.count)
        }
      }
    }
    try writer.flush()
    guard writer.count > 0 else { throw .emptyText(source: names(of: sources)) }

    let fingerprint = try fingerprint(of: writer.file, count: writer.count)
    let corpus = try TokenizedCorpus(writer.file, count: writer.count, fingerprint: fingerprint)
    let report = CorpusReport(
      sources: found, unitCount: writer.count, rareUnitCount: unknown.count, rareOccurrenceCount: unknownCount)
    return (corpus, report)
  }

  private static func names(of sources: [TextSource]) -> String {
    sources.isEmpty ? "the corpus" : sources.map(\.description).joined(separator: ", ")
  }

  /// The vocabulary of all units that are frequent enough, and for each provisional number its id.
  private static func sortedVocabulary(
    _ index: UnitIndex, _ counts: [Int], unit: TextUnit, minimumCount: Int
  ) throws(TextEncodingError) -> (Vocabulary, ids: [TokenID]) {
    let kept = counts.indices.filter { counts[$0] >= minimumCount }
    guard !kept.isEmpty else { throw .everyUnitRare(minimumCount: minimumCount) }
    let isAnyRare = kept.count < counts.count
    let size = kept.count + (isAnyRare ? 1 : 0)
    guard size <= Vocabulary.largestCount else {
      throw .vocabularyTooLarge(count: size, limit: Vocabulary.largestCount)
    }
    let sorted =
      kept.map { (number: $0, entry: Vocabulary.Entry(bytes: bytes(index.units(of: $0), unit), count: counts[$0])) }
      .sorted { $0.entry.bytes.lexicographicallyPrecedes($1.entry.bytes) }
    // Rare units keep the id of the unknown token.
    var ids = [TokenID](repeating: TokenID(truncatingIfNeeded: kept.count), count: counts.count)
    for (id, unit) in sorted.enumerated() { ids[unit.number] = TokenID(truncatingIfNeeded: id) }
    let rareOccurrences = counts.reduce(0) { $1 < minimumCount ? $0 + $1 : $0 }
    let vocabulary = Vocabulary(
      unit: unit, checked: sorted.map(\.entry), unknownCount: isAnyRare ? rareOccurrences : nil)
    return (vocabulary, ids)
  }

  private static func bytes(_ units: ArraySlice<UInt16>, _ unit: TextUnit) -> [UInt8] {
    unit == .byte ? units.map { UInt8($0) } : Array(String(decoding: units, as: UTF16.self).utf8)
  }

  /// Rewrites `count` provisional numbers as ids, in place: what is written never overtakes what is still to be
  /// read. Returns the hash of the result.
  private static func replaceNumbers<Number: FixedWidthInteger & BitwiseCopyable>(
    of type: Number.Type, in file: TokenFile, count: Int, by ids: [TokenID]
  ) throws(TextEncodingError) -> UInt64 {
    let width = MemoryLayout<Number>.stride
    var hash = XXHash64()
    var block = [TokenID](repeating: 0, count: blockLength)
    try forEachBlock(of: Number.self, in: file, count: count) { (numbers, start) throws(TextEncodingError) in
      try block.withUnsafeMutableBufferPointer { (block) throws(TextEncodingError) in
        ids.withUnsafeBufferPointer { ids in
          for (index, number) in numbers.enumerated() {
            block[index] = ids[Int(Number(littleEndian: number))].littleEndian
          }
        }
        let bytes = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: block[..<numbers.count]))
        hash.update(bytes)
        try file.write(bytes, at: 2 * start)
      }
    }
    if width > 2 { try file.truncate(to: 2 * count) }
    return hash.digest
  }

  private static func fingerprint(of file: TokenFile, count: Int) throws(TextEncodingError) -> UInt64 {
    var hash = XXHash64()
    try forEachBlock(of: TokenID.self, in: file, count: count) { (ids, _) throws(TextEncodingError) in
      hash.update(UnsafeRawBufferPointer(ids))
    }
    return hash.digest
  }

  private static let blockLength = 1 << 16

  /// Reads numbers block by block, not through a mapping, whose pages would count as the process's memory.
  private static func forEachBlock<Number: FixedWidthInteger & BitwiseCopyable>(
    of type: Number.Type, in file: TokenFile, count: Int,
    _ body: (UnsafeBufferPointer<Number>, _ start: Int) throws(TextEncodingError) -> Void
  ) throws(TextEncodingError) {
    var numbers = [Number](repeating: 0, count: min(count, blockLength))
    for start in stride(from: 0, to: count, by: blockLength) {
      try numbers.withUnsafeMutableBufferPointer { (buffer) throws(TextEncodingError) in
        let block = UnsafeMutableBufferPointer(rebasing: buffer[..<min(blockLength, count - start)])
        try file.read(into: UnsafeMutableRawBufferPointer(block), at: MemoryLayout<Number>.stride * start)
        try body(UnsafeBufferPointer(block), start)
      }
    }
  }
}
