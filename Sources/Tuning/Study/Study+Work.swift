import Files

extension Study {
  /// A round of training that this worker has taken.
  package struct Work: Codable, Equatable, Sendable {
    /// The trial's number, counted from 1.
    package let trial: Int
    /// The trial's bracket, called s.
    package let bracket: Int
    /// The round of the bracket, counted from 0.
    package let round: Int
    /// What the trial sets.
    package let settings: Settings
    /// What the trial has had already: its training goes on from there. 0 for a new trial.
    package let resourceBefore: Int
    /// What the trial is to have had in all at the end of the round.
    package let resource: Int
  }

  /// What there is to do.
  package enum Claim: Equatable, Sendable {
    case work(Work)
    /// Nothing can be begun before another worker has finished something.
    case wait
    case finished
  }

  /// Takes the next round of training, in one transaction; the work of workers that are gone is taken first.
  package func claim() throws(StudyError) -> Claim {
    let worker = try workerNumber()
    return try database.changing { () throws(StudyError) in
      try freeWorkOfGoneWorkers()
      let trials = try recordedTrials()
      switch plan.hyperband.next(after: trials, total: try totalSeconds()) {
      case .finished: return .finished
      case .wait: return .wait
      case .train(let assignment):
        let trial = assignment.trial <= trials.count ? trials[assignment.trial - 1] : try begin(assignment)
        try database.run(
          "UPDATE trials SET state = ?, round = ?, worker = ? WHERE number = ?",
          [.text(Trial.State.running.rawValue), .whole(assignment.round), .whole(worker), .whole(trial.number)])
        return .work(
          Work(
            trial: trial.number, bracket: trial.bracket, round: assignment.round, settings: trial.settings,
            resourceBefore: trial.resource,
            resource: plan.hyperband.bracket(trial.bracket).rounds[assignment.round].resource))
      }
    }
  }

  /// Records what a round led to, and gives the trial back. A loss that is no finite number means that the trial is
  /// lost. Throws `notClaimed` where the work is not this worker's.
  ///
  /// - seconds: how long this round's training took.
  /// - step: the step at which the training stands.
  package func record(loss: Double, seconds: Double, step: Int, of work: Work) throws(StudyError) {
    try database.changing { () throws(StudyError) in
      try requireClaim(of: work)
      try database.run(
        "INSERT INTO results (trial, round, resource, loss, seconds, step) VALUES (?, ?, ?, ?, ?, ?)",
        [
          .whole(work.trial), .whole(work.round), .whole(work.resource), loss.isFinite ? .number(loss) : .missing,
          .number(seconds), .whole(step),
        ])
      let isLast = work.round == plan.hyperband.bracket(work.bracket).rounds.count - 1
      let state: Trial.State = !loss.isFinite ? .lost : isLast ? .done : .waiting
      try database.run(
        "UPDATE trials SET state = ?, round = NULL, worker = NULL WHERE number = ?",
        [.text(state.rawValue), .whole(work.trial)])
    }
  }

  /// Gives work back that was not finished; the next claim of any worker takes the work again. Throws `notClaimed`.
  package func release(_ work: Work) throws(StudyError) {
    try database.changing { () throws(StudyError) in
      try requireClaim(of: work)
      try free("number", work.trial)
    }
  }

  private func begin(_ assignment: Hyperband.Assignment) throws(StudyError) -> Trial {
    let settings = plan.space.settings(ofTrial: assignment.trial, seed: plan.seed)
    try database.run(
      "INSERT INTO trials (number, bracket, state) VALUES (?, ?, ?)",
      [.whole(assignment.trial), .whole(assignment.bracket), .text(Trial.State.waiting.rawValue)])
    for (position, setting) in settings.enumerated() {
      try database.run(
        "INSERT INTO settings (trial, position, name, value) VALUES (?, ?, ?, ?)",
        [.whole(assignment.trial), .whole(position), .text(setting.name), .text(setting.value)])
    }
    return Trial(number: assignment.trial, bracket: assignment.bracket, settings: settings)
  }

  private func requireClaim(of work: Work) throws(StudyError) {
    let claims = try database.rows(
      "SELECT round, worker FROM trials WHERE number = ?", [.whole(work.trial)]
    ) { (row) throws(StudyError) in (round: try row.wholeNumber(0), worker: try row.wholeNumber(1)) }
    guard let claim = claims.first, let worker, claim.worker == worker.number, claim.round == work.round else {
      throw .notClaimed(path: database.path, trial: work.trial)
    }
  }

  private func freeWorkOfGoneWorkers() throws(StudyError) {
    let workers = try database.rows("SELECT DISTINCT worker FROM trials WHERE worker IS NOT NULL") {
      (row) throws(StudyError) in try row.required(0, row.wholeNumber(0))
    }
    for other in workers where other != worker?.number {
      if try !isAtWork(other) { try free("worker", other) }
    }
  }

  /// Frees the trials whose `column`, a fixed name, holds `number`.
  private func free(_ column: String, _ number: Int) throws(StudyError) {
    try database.run(
      "UPDATE trials SET state = ?, worker = NULL WHERE \(column) = ?",
      [.text(Trial.State.waiting.rawValue), .whole(number)])
  }
}

// Who is at work.
extension Study {
  /// This worker's number. The number is locked before any work is claimed under it.
  private func workerNumber() throws(StudyError) -> Int {
    if let worker { return worker.number }
    let number = try database.changing { () throws(StudyError) in
      try database.run("INSERT INTO workers DEFAULT VALUES")
      return try database.wholeNumber("SELECT last_insert_rowid()")
    }
    do throws(FileError) {
      let locks = try LockFile(path: database.fullPath + "-workers")
      try locks.take(number)
      worker = (number, locks)
    } catch {
      throw .system(path: error.path, reason: error.reason)
    }
    return number
  }

  private func isAtWork(_ other: Int) throws(StudyError) -> Bool {
    guard let worker else { return true }
    do throws(FileError) { return try worker.locks.isTakenElsewhere(other) } catch {
      throw .system(path: error.path, reason: error.reason)
    }
  }
}
