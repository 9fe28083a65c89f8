import Tuning

/// The rounds of a study that is at hand, with what is said of them.
struct StudyWork: WorkSource {
  private let study: Study
  private let folder: String
  private let progress: TuneProgress

  /// - folder: where the trials' files are.
  init(on study: Study, folder: String, _ progress: TuneProgress) {
    (self.study, self.folder, self.progress) = (study, folder, progress)
  }

  func next() throws -> NextRound {
    switch try study.claim() {
    case .finished: return .finished
    case .wait:
      progress.waits()
      return .wait
    case .work(let work):
      progress.begins(work)
      let stem = "\(folder)/\(work.trial)"
      TrialFiles.removeLeftovers(at: stem)
      let fraction = Double(work.resource) / Double(study.plan.hyperband.largestResource)
      return .train(TrialRound(work: work, fraction: fraction, stem: stem))
    }
  }

  func end(_ round: TrialRound, _ outcome: RoundOutcome, seconds: Double) throws {
    let work = round.work
    switch outcome {
    case .measured(let loss, let step): try study.record(loss: loss, seconds: seconds, step: step, of: work)
    case .lost(let reason):
      progress.lost(work, reason)
      try study.record(loss: .nan, seconds: seconds, step: 0, of: work)
    case .interrupted: return try study.release(work)
    }
    try progress.ended(work, of: study)
  }
}
