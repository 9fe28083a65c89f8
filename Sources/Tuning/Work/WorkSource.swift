/// Where a worker gets rounds of training from: a study that is at hand, or the process that keeps one.
package protocol WorkSource {
  /// What there is to do.
  func next() throws -> NextRound

  /// Takes what came of a round.
  ///
  /// - seconds: how long the round took.
  func end(_ round: TrialRound, _ outcome: RoundOutcome, seconds: Double) throws
}

/// A round of training as a worker gets it.
package struct TrialRound: Equatable, Sendable {
  /// What is trained.
  package let work: Study.Work
  /// The fraction of a whole training that the trial is to have had at the end of the round.
  package let fraction: Double
  /// The path of the trial's files, without what tells them apart.
  package let stem: String

  /// A round of the trial whose files are at `stem`.
  package init(work: Study.Work, fraction: Double, stem: String) {
    (self.work, self.fraction, self.stem) = (work, fraction, stem)
  }

  /// Where the trial's checkpoint is, or will be.
  package var checkpoint: String { stem + TrialFiles.checkpoint }
}

/// What a worker is to do next.
package enum NextRound: Equatable, Sendable {
  case train(TrialRound)
  /// Nothing can be begun before another worker has finished something.
  case wait
  case finished
}

/// What came of a round of training.
package enum RoundOutcome: Codable, Equatable, Sendable {
  /// The held-out loss, and the step at which the training stands.
  case measured(loss: Double, step: Int)
  /// The trial's settings cannot be trained with.
  case lost(reason: String)
  /// The round has to be taken up again, from where it was saved.
  case interrupted
}
