extension TokenizedCorpus {
  /// Reads `sources` as one text, and makes a vocabulary and the token ids. Where line ends are unified, each source begins a
  /// new line; else they are joined as they are.
  ///
  /// - Parameter known: a vocabulary all of whose tokens are in the new one too, however often the text has them.
  /// - Parameter progress: called after every 256 KB with the bytes read of all sources, and their size if all
  ///   are regular files.
  /// - Throws: `fileNotFound`, `isDirectory`, `unreadable`, `binary`, `malformed`, `unknownCharset`, `emptyText`,
  ///   `vocabularyTooLarge`, `everyUnitRare`, `temporaryFile`.
  /// - Complexity: O(n), in memory that grows with the distinct units and not with the text.
  public static func build(
    from sources: [TextSource], options: CorpusOptions, keeping known: Vocabulary? = nil,
    progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)? = nil
  ) throws(TextEncodingError) -> (tokenizer: Tokenizer, corpus: TokenizedCorpus, report: CorpusReport) {
    let reader = CorpusReader(
      sources: sources, joining: SourceJoining(options.lineEnds, unit: options.unit),
      unit: options.unit, normalization: options.normalization, lineEnds: options.lineEnds,
      charset: options.charset, malformed: options.malformed, progress: progress)
    // With nothing to drop, too many units are too many at once.
    let limit = options.minimumCount == 1 ? Vocabulary.largestCount : Int(UInt32.max)
    var tally = UnitTally(try TokenFile(), limit: limit)
    let found = try reader.forEachPiece { (piece) throws(TextEncodingError) in try tally.add(piece) }
    let count = tally.writer.count
    guard count > 0 else { throw .emptyText(source: names(of: sources)) }

    let minimumCount = options.minimumCount ?? RareUnits.leastCount(tally.counts)
    let (vocabulary, ids) = try sortedVocabulary(
      tally.index, tally.counts, unit: options.unit, minimumCount: minimumCount, keeping: known)
    let corpus = try TokenizedCorpus(tally.writer, ids: ids)
    let tokenizer = Tokenizer(
      normalization: options.normalization, lineEnds: options.lineEnds, vocabulary: vocabulary)
    let report = CorpusReport(
      sources: found, unitCount: count, minimumCount: minimumCount,
      rareUnitCount: tally.index.count - vocabulary.entries.count { $0.count > 0 },
      rareOccurrenceCount: vocabulary.unknownCount ?? 0)
    return (tokenizer, corpus, report)
  }

  /// Reads `sources` as one text into the ids of `tokenizer`. Where line ends are unified, each source begins a new line, if
  /// the vocabulary has LF; else they are joined as they are.
  ///
  /// Units that it lacks become its unknown token, or are left out when `skippingUnknown`; the report counts them as
  /// rare.
  ///
  /// - Throws: what the other `build` throws about sources; `unknownUnit` when the vocabulary has no unknown
  ///   token, `nothingKnown` when all units are left out.
  /// - Complexity: O(n), in memory that does not grow with the text.
  public static func build(
    from sources: [TextSource], tokenizer: Tokenizer, charset: String? = nil, malformed: MalformedBytes = .error,
    skippingUnknown: Bool = false, progress: ((_ bytesRead: Int, _ totalBytes: Int?) -> Void)? = nil
  ) throws(TextEncodingError) -> (corpus: TokenizedCorpus, report: CorpusReport) {
    let reader = CorpusReader(
      sources: sources,
      joining: tokenizer.vocabulary.id(of: "\n") == nil
        ? .asTheyAre : SourceJoining(tokenizer.lineEnds, unit: tokenizer.unit),
      unit: tokenizer.unit, normalization: tokenizer.normalization, lineEnds: tokenizer.lineEnds,
      charset: charset, malformed: malformed, progress: progress)
    var writer = TokenWriter(try TokenFile())
    var (unknown, distinct, place) = (UnknownCharacters(), UnitIndex(), TextPlace(unit: tokenizer.unit))
    let vocabulary = tokenizer.vocabulary
    let unknownID = vocabulary.unknownID
    let found = try reader.forEachPiece { (piece) throws(TextEncodingError) in
      try piece.forEachUnit { (unit) throws(TextEncodingError) in
        if let id = vocabulary.id(ofUTF16: unit) {
          try writer.append(UInt32(id))
        } else if unknownID != nil || skippingUnknown {
          _ = distinct.insert(unit)
          unknown.add(tokenizer.name(of: unit), at: place)
          if let unknownID, !skippingUnknown { try writer.append(UInt32(unknownID)) }
        } else {
          throw tokenizer.unknownUnit(unit, at: place)
        }
        place.move(past: unit)
      }
    } start: { source, line in
      guard sources.count > 1 else { return }
      place = TextPlace(line: line, unit: tokenizer.unit, source: sources[source].description)
    }
    guard writer.count > 0 else {
      let source = names(of: sources)
      throw unknown.count > 0 ? .nothingKnown(source: source) : .emptyText(source: source)
    }

    let count = writer.count
    let corpus = try TokenizedCorpus(writer, ids: (0..<vocabulary.count).map { TokenID(truncatingIfNeeded: $0) })
    let report = CorpusReport(
      sources: found, unitCount: count, rareUnitCount: distinct.count, rareOccurrenceCount: unknown.count,
      unknown: unknown)
    return (corpus, report)
  }

  private static func names(of sources: [TextSource]) -> String {
    sources.isEmpty ? "the corpus" : sources.map(\.description).joined(separator: ", ")
  }

  /// The vocabulary of all units that are frequent enough or known, and for each provisional number its id.
  private static func sortedVocabulary(
    _ index: UnitIndex, _ counts: [Int], unit: TextUnit, minimumCount: Int, keeping known: Vocabulary?
  ) throws(TextEncodingError) -> (Vocabulary, ids: [TokenID]) {
    var absent = Set((known?.entries ?? []).map(\.bytes))
    var kept: [(number: Int?, entry: Vocabulary.Entry)] = []
    var rareOccurrences = 0
    for (number, count) in counts.enumerated() {
      let bytes = bytes(index.codeUnits(of: number), unit)
      if absent.remove(bytes) != nil || count >= minimumCount {
        kept.append((number, Vocabulary.Entry(bytes: bytes, count: count)))
      } else {
        rareOccurrences += count
      }
    }
    guard !kept.isEmpty else { throw .everyUnitRare(minimumCount: minimumCount) }
    let hasUnknown = kept.count < counts.count || known?.unknownID != nil
    kept += absent.map { (nil, Vocabulary.Entry(bytes: $0, count: 0)) }
    let size = kept.count + (hasUnknown ? 1 : 0)
    guard size <= Vocabulary.largestCount else {
      throw .vocabularyTooLarge(count: size, limit: Vocabulary.largestCount)
    }
    kept.sort { $0.entry.bytes.lexicographicallyPrecedes($1.entry.bytes) }
    // Rare units keep the id of the unknown token.
    var ids = [TokenID](repeating: TokenID(truncatingIfNeeded: kept.count), count: counts.count)
    for (id, unit) in kept.enumerated() {
      if let number = unit.number { ids[number] = TokenID(truncatingIfNeeded: id) }
    }
    let vocabulary = Vocabulary(
      unit: unit, checked: kept.map(\.entry), unknownCount: hasUnknown ? rareOccurrences : nil)
    return (vocabulary, ids)
  }

  private static func bytes(_ codeUnits: ArraySlice<UInt16>, _ unit: TextUnit) -> [UInt8] {
    unit == .byte ? codeUnits.map { UInt8($0) } : Array(String(decoding: codeUnits, as: UTF16.self).utf8)
  }
}
