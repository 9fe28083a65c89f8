/// One setting of everything that is searched, and how far its training has come.
package struct Trial: Equatable, Sendable {
  /// What happens to a trial.
  package enum State: String, Sendable {
    /// Nobody trains the trial now. The trial may be promoted, or its work was interrupted.
    case waiting
    /// A worker trains the trial.
    case running
    /// The trial has finished the last round of its bracket.
    case done
    /// The loss of the trial was no finite number.
    case lost
  }

  /// What a round of training led to.
  package struct Result: Equatable, Sendable {
    /// What the trial had had in all, in units of the resource.
    package let resource: Int
    /// The held-out loss; nil where it was no finite number.
    package let loss: Double?
    /// How long this round's training took.
    package let seconds: Double
    /// The step at which the training stood.
    package let step: Int

    /// A result; a loss that is no finite number is kept as nil.
    package init(resource: Int, loss: Double?, seconds: Double, step: Int) {
      self.resource = resource
      self.loss = loss.flatMap { $0.isFinite ? $0 : nil }
      (self.seconds, self.step) = (seconds, step)
    }
  }

  /// The trials of a search are counted from 1, in the order in which they were begun.
  package let number: Int
  /// The bracket that the trial belongs to.
  package let bracket: Int
  /// What the trial sets.
  package var settings: Settings
  /// What happens to the trial.
  package var state: State
  /// The round that is being trained, or was interrupted and has to be trained again; nil in between.
  package var round: Int?
  /// The results of the rounds, from the first one on.
  package var results: [Result]

  /// A trial as far as it is known.
  package init(
    number: Int, bracket: Int, settings: Settings, state: State = .waiting, round: Int? = nil, results: [Result] = []
  ) {
    (self.number, self.bracket, self.settings) = (number, bracket, settings)
    (self.state, self.round, self.results) = (state, round, results)
  }

  /// The loss after the longest training so far; nil before the first result and for a lost trial.
  package var loss: Double? { results.last?.loss }
  /// What the trial has had so far, in units of the resource.
  package var resource: Int { results.last?.resource ?? 0 }
}

extension [Trial] {
  /// The trials with the lowest losses, at most `count`, the best one first. A trial stands with its last loss, which
  /// was measured after its longest training. Lost trials and those without a result are left out.
  package func best(_ count: Int) -> [Trial] {
    let ranked = filter { $0.loss != nil }.sorted {
      ($0.loss ?? .infinity, $0.number) < ($1.loss ?? .infinity, $1.number)
    }
    return [Trial](ranked.prefix(count))
  }
}
