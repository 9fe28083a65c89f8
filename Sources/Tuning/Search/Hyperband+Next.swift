extension Hyperband {
  /// A round of training: a trial that there is, or the next new one.
  package struct Assignment: Hashable, Sendable {
    /// The trial's number, counted from 1; one more than there are for a new trial.
    package let trial: Int
    /// The trial's bracket, called s.
    package let bracket: Int
    /// The round of the bracket, counted from 0.
    package let round: Int

    /// A round of a trial.
    package init(trial: Int, bracket: Int, round: Int) {
      (self.trial, self.bracket, self.round) = (trial, bracket, round)
    }
  }

  /// What a worker does next.
  package enum Decision: Hashable, Sendable {
    case train(Assignment)
    /// Nothing can be begun before another worker has finished something.
    case wait
    case finished
  }

  /// What is to be done next, from what is known about the trials, in the order of their numbers.
  ///
  /// Work that was interrupted comes first. A worker that is alone then follows Hyperband's order: the brackets one
  /// after the other, each round as a whole, then the best 1/η of the round, the best one first. While others are
  /// training, the rule is the asynchronous one (ASHA; Li et al. 2020), which never waits for the end of a round: a
  /// trial is promoted as soon as it is among the best 1/η of those that have finished its round, later rounds first;
  /// where there is none, a new trial begins. It may promote a few trials more than the plan has. Lost trials count
  /// as finished with the worst loss and are never promoted. Of equal losses the earlier trial's counts as lower.
  ///
  /// - total: the seconds of training after which nothing new begins, those of all workers added up; nil for no limit.
  package func next(after trials: [Trial], total: Double? = nil) -> Decision {
    if let total, trials.seconds >= total { return .finished }
    if let trial = trials.first(where: { $0.state == .waiting && $0.round != nil }), let round = trial.round {
      return .train(Assignment(trial: trial.number, bracket: trial.bracket, round: round))
    }
    let isAlone = !trials.contains { $0.state == .running }
    for bracket in brackets {
      let members = trials.filter { $0.bracket == bracket.number }
      let begun =
        members.count < bracket.rounds[0].trials
        ? Assignment(trial: trials.count + 1, bracket: bracket.number, round: 0) : nil
      let rounds = Array(1..<max(1, bracket.rounds.count))
      let promoted = { (order: [Int]) in order.lazy.compactMap { promotion(to: $0, among: members) }.first }
      let assignment = isAlone ? begun ?? promoted(rounds) : promoted(rounds.reversed()) ?? begun
      if let assignment { return .train(assignment) }
    }
    return isAlone ? .finished : .wait
  }

  /// The best trial that may go on to `round` and has not yet.
  private func promotion(to round: Int, among members: [Trial]) -> Assignment? {
    let finished = members.filter { $0.results.count >= round }
    let ranked = finished.compactMap { trial in
      trial.results[round - 1].loss.map { (loss: $0, trial: trial) }
    }.sorted { ($0.loss, $0.trial.number) < ($1.loss, $1.trial.number) }
    let best = ranked.prefix(finished.count / factor)
    return best.first { $0.trial.state == .waiting && $0.trial.results.count == round }.map {
      Assignment(trial: $0.trial.number, bracket: $0.trial.bracket, round: round)
    }
  }
}

extension [Trial] {
  /// How long all rounds took together.
  package var seconds: Double { reduce(0) { $0 + $1.results.reduce(0) { $0 + $1.seconds } } }
}
