extension TrainingPlan {
  /// Throws `unevenParts` where a batch cannot be read in parts of a size.
  public static func check(parts microBatchSize: Int, of batchSize: Int) throws(TrainingError) {
    let possible = Self.microBatchSize(of: batchSize, most: microBatchSize)
    guard possible == microBatchSize else {
      throw .unevenParts(size: microBatchSize, batchSize: batchSize, possible: possible)
    }
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
