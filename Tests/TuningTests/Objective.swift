import TestSupport
import Testing
import Tuning

/// A made-up search: a trial's loss falls with the resource to a number of its own.
struct Objective {
  var diverging: Set<Int> = []

  /// The loss of a trial after `resource` units.
  func loss(ofTrial trial: Int, resource: Int) -> Double {
    if diverging.contains(trial) { return .nan }
    var generator = SplitMix64(seed: UInt64(trial))
    return Double.random(in: 1..<2, using: &generator) + 1 / Double(resource)
  }
}

/// The rows of a search, without a database.
struct Rows {
  let plan: Hyperband
  var objective = Objective()
  var trials: [Trial] = []
  /// What was begun, in its order: "trial·round".
  var log: [String] = []

  init(_ plan: Hyperband, objective: Objective = Objective()) { (self.plan, self.objective) = (plan, objective) }

  /// Begins what is next; nil where nothing is.
  mutating func begin(total: Double? = nil) -> Hyperband.Assignment? {
    guard case .train(let assignment) = plan.next(after: trials, total: total) else { return nil }
    if assignment.trial > trials.count {
      trials.append(Trial(number: assignment.trial, bracket: assignment.bracket, settings: []))
    }
    (trials[assignment.trial - 1].state, trials[assignment.trial - 1].round) = (.running, assignment.round)
    log.append("\(assignment.trial)·\(assignment.round)")
    return assignment
  }

  /// Begins what has to be next.
  mutating func begun() throws -> Hyperband.Assignment {
    let work = begin()
    return try #require(work)
  }

  /// Ends what was begun.
  mutating func finish(_ work: Hyperband.Assignment, loss: Double? = nil) {
    let rounds = plan.bracket(work.bracket).rounds
    let resource = rounds[work.round].resource
    let result = Trial.Result(
      resource: resource, loss: loss ?? objective.loss(ofTrial: work.trial, resource: resource), seconds: 2, step: 0)
    trials[work.trial - 1].results.append(result)
    trials[work.trial - 1].round = nil
    trials[work.trial - 1].state = result.loss == nil ? .lost : work.round == rounds.count - 1 ? .done : .waiting
  }

  /// Goes on with one worker until nothing is left.
  mutating func runAlone() { while let work = begin() { finish(work) } }
}
