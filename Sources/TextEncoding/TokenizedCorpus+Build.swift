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
    var index = UnitIndex()
    var counts: [Int] = []
    var writer = TokenWriter<UInt32>(try TokenFile())
    // With nothing to drop, too many units are too many at once.
    let limit = options.minimumCount > 1 ? Int(UInt32.max) - 1 : Vocabulary.largestCount
    let found = try reader.forEachUnit { (unit) throws(TextEncodingError) in
      let number = index.insert(unit)
      if number == counts.count {
        if number == limit { throw .vocabularyTooLarge(count: number + 1, limit: Vocabulary.largestCount) }
        counts.append(0)
      }
      counts[number] += 1
      try writer.append(UInt32(truncatingIfNeeded: number))
    }
    try writer.flush()
    guard writer.count > 0 else { throw .emptyText(source: names(of: sources)) }

    let (vocabulary, ids) = try sortedVocabulary(
      index, counts, unit: options.unit, minimumCount: options.minimumCount)
    let fingerprint = try replaceNumbers(in: writer.file, count: writer.count, by: ids)
    let corpus = try TokenizedCorpus(writer.file, count: writer.count, fingerprint: fingerprint)
    let tokenizer = Tokenizer(
      normalization: options.normalization, lineEnds: options.lineEnds, vocabulary: vocabulary)
    let report = CorpusReport(
      sources: found, unitCount: writer.count, rareUnitCount: index.count - vocabulary.entries.count,
      rareOccurrenceCount: vocabulary.unknownCount ?? 0)
    return (tokenizer, corpus, report)
  }

  /// Reads `sources`, joined as they are, into the ids of `tokenizer`.
  ///
  /// Units that it lacks become its unknown token; the report counts them as rare.
  ///
  /// - Throws: what the other `build` throws about sources; `unknownUnit` when the vocabulary has no unknown
  ///   token.
  /// - Complexity: O(n), in memory that does not grow with the text.
  public static func build(
    from sources: [TextSource], tokenizer: Tokenizer, charset: String? = nil, malformed: MalformedBytes = .error,
    progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)? = nil
  ) throws(TextEncodingError) -> (corpus: TokenizedCorpus, report: CorpusReport) {
    let reader = CorpusReader(
      sources: sources, unit: tokenizer.unit, normalization: tokenizer.normalization, lineEnds: tokenizer.lineEnds,
      charset: charset, malformed: malformed, progress: progress)
    var writer = TokenWriter<TokenID>(try TokenFile())
    var unknown = UnitIndex()
    var unknownCount = 0
    let vocabulary = tokenizer.vocabulary
    let unknownID = vocabulary.unknownID
    let found = try reader.forEachUnit { (unit) throws(TextEncodingError) in
      if let id = vocabulary.id(ofUTF16: unit) {
        try writer.append(id)
      } else if let unknownID {
        _ = unknown.insert(unit)
        unknownCount += 1
        try writer.append(unknownID)
      } else {
        throw tokenizer.unknownUnit(unit, at: writer.count)
      }
    }
    try writer.flush()
    guard writer.count > 0 else { throw .emptyText(source: names(of: sources)) }

    let fingerprint = try fingerprint(of: writer.file, size: writer.count * MemoryLayout<TokenID>.stride)
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

  /// Rewrites `count` provisional numbers of 4 bytes as ids of 2 bytes, in place: what is written never
  /// overtakes what is still to be read. Returns the hash of the result.
  private static func replaceNumbers(
    in file: TokenFile, count: Int, by ids: [TokenID]
  ) throws(TextEncodingError) -> UInt64 {
    var numbers = [UInt32](repeating: 0, count: min(count, 1 << 16))
    var writer = TokenWriter<TokenID>(file)
    var start = 0
    while start < count {
      let length = min(numbers.count, count - start)
      try numbers.withUnsafeMutableBufferPointer { (buffer) throws(TextEncodingError) in
        let block = UnsafeMutableBufferPointer(rebasing: buffer[..<length])
        try file.read(into: UnsafeMutableRawBufferPointer(block), at: 4 * start)
      }
      for number in numbers[..<length] { try writer.append(ids[Int(UInt32(littleEndian: number))]) }
      start += length
    }
    try writer.flush()
    try file.truncate(to: 2 * count)
    return try fingerprint(of: file, size: 2 * count)
  }

  private static func fingerprint(of file: TokenFile, size: Int) throws(TextEncodingError) -> UInt64 {
    let bytes = try file.map(size: size)
    defer { unmap(bytes) }
    return XXHash64.digest(of: bytes)
  }
}
