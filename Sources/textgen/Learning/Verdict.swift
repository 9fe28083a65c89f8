import Training

/// What a network is worth beside an n-gram model of the same text.
struct Verdict {
  /// A difference that is no reason to prefer either, in nats.
  private static let tolerance = 0.01

  private let difference: Double
  private let nGram: NGramLoss
  /// Whether the training began with random weights.
  private let isFresh: Bool

  /// Nil where nothing was held out, or no n-gram model was measured.
  init?(_ record: TrainingRecord) {
    guard let heldOut = record.measured?.heldOut, let nGram = record.measured?.nGram else { return nil }
    (difference, self.nGram, isFresh) = (nGram.heldOut.mean - heldOut.mean, nGram, record.origin == nil)
  }

  /// The loss of the n-gram model that a training has measured, and how much of the text it has counted where that is not
  /// all that was trained on; nil where there is none.
  static func line(_ record: TrainingRecord) -> String? {
    guard let nGram = record.measured?.nGram else { return nil }
    let trained = TextExamples.trainingTokens(of: record.data.count, validationFraction: record.plan.validationFraction)
    return "\(nGram.order)-gram model   \(LossMeasure.nats.full(nGram.heldOut.mean))"
      + (nGram.counted < trained ? ", of \(nGram.counted) of \(trained) characters" : "")
  }

  /// One plain sentence.
  var sentence: String {
    let rival = "a \(nGram.order)-gram model, which only counts how often \(nGram.order) characters follow each other"
    return difference > Self.tolerance
      ? "the network has learnt more than spelling: \(decimal(difference, 3)) nats less than \(rival)"
      : "the network is no better than \(rival): more time, a larger text, or "
        + (isFresh ? "--from a model that knows the language helps" : "a training without --from helps")
  }
}
