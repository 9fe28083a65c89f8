import Glibc
import NGrams
import Network
import TextEncoding

extension TextExamples {
  /// What is trained on.
  public var comparableLength: Int { trainingTokens }

  /// The loss of an n-gram model that has counted the last `most` characters that are trained on, over the held-out
  /// characters that `examples(of:)` has; a network of windows is compared over all that is held out.
  ///
  /// Seconds for 100 MB; memory: at most that of 6 million n-grams, about 200 MB.
  ///
  /// - beforeEachPiece: is called now and then, and may end the work by an error.
  public func nGramLoss(
    heldOut length: Int, counting most: Int, beforeEachPiece: () throws -> Void
  ) rethrows -> NGramLoss? {
    let order = NGramLoss.usualOrder
    let heldOut = trainingTokens..<tokens.count
    guard heldOut.count > 1, length > 0 else { return nil }
    var counts = NGramCounts(order: order)
    try forEachTrainingPiece(last: most) { piece in
      try beforeEachPiece()
      counts.add(piece)
      return !counts.isFull
    }
    let model = NGramModel(counts, vocabularySize: subject.vocabulary.count)
    var (sum, number) = (0.0, 0)
    let layout = window == nil ? PassLayout(count: heldOut.count, most: length) : PassLayout(count: heldOut.count)
    for part in layout.ranges(of: heldOut.count - 1) {
      try beforeEachPiece()
      var reader = model.reader
      let first = heldOut.lowerBound + part.lowerBound
      for token in tokens.tokens(max(0, first - order)..<first) { _ = reader.read(token) }
      for token in tokens.tokens(first..<first + part.count) { sum -= log(reader.read(token)) }
      number += part.count
    }
    return NGramLoss(
      order: order, heldOut: MeanLoss(mean: sum / Double(number), count: number), counted: counts.tokenCount)
  }

  /// The last `most` characters that are trained on, piece by piece, until `body` has seen enough.
  func forEachTrainingPiece(last most: Int, _ body: ([TokenID]) throws -> Bool) rethrows {
    let length = 1 << 16
    for start in stride(from: max(0, trainingTokens - most), to: trainingTokens, by: length) {
      if try !body(tokens.tokens(start..<min(start + length, trainingTokens))) { return }
    }
  }
}

extension Trainer where Source == TextExamples {
  /// Which passages of samples stand in the last `comparedLength` characters that were trained on.
  public func copiedPassages(of samples: [[TokenID]]) -> CopiedPassages {
    var copied = CopiedPassages(of: samples)
    source.forEachTrainingPiece(last: comparedLength) { piece in
      copied.read(piece)
      return true
    }
    return copied
  }
}
