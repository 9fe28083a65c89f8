/// How far a search has come. A round is one training of one trial, from its last result to its next one.
package struct Progress: Equatable, Sendable {
  /// Rounds with a result.
  package var done = 0
  /// Rounds that a worker trains now.
  package var running = 0
  /// Rounds that are still to come, interrupted ones among them. Asynchronous promotions may add to them.
  package var left = 0
  /// Trials that were lost.
  package var lost = 0
  /// Units of the resource that were trained: a promoted trial goes on, and nothing is counted twice.
  package var resourceDone = 0
  /// Units of the resource in the rounds that run or are still to come.
  package var resourceLeft = 0
  /// Seconds of training, those of all workers added up.
  package var seconds = 0.0

  /// Counts what `trials` have done of `plan`.
  package init(of trials: [Trial], in plan: Hyperband) {
    lost = trials.count { $0.state == .lost }
    seconds = trials.seconds
    for bracket in plan.brackets {
      add(trials.filter { $0.bracket == bracket.number }, of: bracket, factor: plan.factor)
    }
  }

  private mutating func add(_ members: [Trial], of bracket: Hyperband.Bracket, factor: Int) {
    var (expected, resourceBefore) = (bracket.rounds[0].trials, 0)
    for (index, round) in bracket.rounds.enumerated() {
      let finished = members.filter { $0.results.count > index }
      let running = members.count { $0.state == .running && $0.round == index }
      let interrupted = members.count { $0.state == .waiting && $0.round == index }
      // What was promoted early may be more than the plan has.
      expected = max(expected, finished.count + running + interrupted)
      done += finished.count
      self.running += running
      left += expected - finished.count - running
      resourceDone += finished.count * (round.resource - resourceBefore)
      resourceLeft += (expected - finished.count) * (round.resource - resourceBefore)
      resourceBefore = round.resource
      let lost = finished.count { $0.results[index].loss == nil }
      expected = min(expected / factor, expected - lost)
    }
  }
}
