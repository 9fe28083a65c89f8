extension TrainingPlan {
  /// Throws `indivisible` or `unevenPieces` where a batch cannot be cut like this.
  ///
  /// - parts: how many parts; nil for one.
  /// - microBatchSize: the streams of a piece of a part; nil for one piece.
  public static func check(batchSize: Int, parts: Int?, microBatchSize: Int?) throws(TrainingError) {
    let count = parts ?? 1
    guard batchSize.isMultiple(of: count) else {
      throw .indivisible(
        batchSize: batchSize, parts: count, possible: Self.parts(of: batchSize, least: min(count, batchSize)))
    }
    guard let microBatchSize else { return }
    let streams = batchSize / count
    let possible = Self.microBatchSize(of: streams, most: microBatchSize)
    guard possible != microBatchSize else { return }
    throw .unevenPieces(size: microBatchSize, streams: streams, parts: count, possible: possible)
  }

  /// Throws `fewerPartsThanProcesses`.
  func checkParts(processes: Int) throws(TrainingError) {
    if partCount < processes { throw .fewerPartsThanProcesses(parts: partCount, processes: processes) }
  }

  /// Makes the plan one that a text has examples for: nothing is held out where that would be fewer than 50 characters,
  /// which say nothing, and B and T are the greatest, at most those of the plan, that the rest can fill.
  ///
  /// - count: the characters of the text.
  /// - window: the characters that each prediction reads anew; nil for a state that is carried on.
  /// - Throws: `corpusTooShort`.
  public mutating func fit(toCharacters count: Int, window: Int?) throws(TrainingError) {
    if Double(count) * validationFraction < 50 { validationFraction = 0 }
    let tokens = TextExamples.trainingTokens(of: count, validationFraction: validationFraction)
    if let window {
      guard tokens > window else { throw .corpusTooShort(tokens: count, needed: window + 1) }
      reduceBatch(to: min(batchSize, tokens - window))
      sequenceLength = window
    } else {
      guard let fit = BatchStream.fit(tokens: tokens, batchSize: batchSize, sequenceLength: sequenceLength) else {
        throw .corpusTooShort(tokens: count, needed: 2)
      }
      reduceBatch(to: fit.batchSize)
      sequenceLength = fit.sequenceLength
    }
  }
}
