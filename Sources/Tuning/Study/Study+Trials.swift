extension Study {
  /// All trials, in the order of their numbers, as of one moment.
  package func trials() throws(StudyError) -> [Trial] {
    try database.reading { () throws(StudyError) in try recordedTrials() }
  }

  /// How far the study has come.
  package func progress() throws(StudyError) -> Progress { Progress(of: try trials(), in: plan.hyperband) }

  /// The trials, inside a transaction. Throws `damaged` where they do not fit the plan.
  func recordedTrials() throws(StudyError) -> [Trial] {
    var trials = try database.rows("SELECT number, bracket, state, round FROM trials ORDER BY number") {
      (row) throws(StudyError) in
      let state = Trial.State(rawValue: try row.required(2, row.text(2)))
      return Trial(
        number: try row.required(0, row.wholeNumber(0)), bracket: try row.required(1, row.wholeNumber(1)),
        settings: [], state: try row.required(2, state), round: try row.wholeNumber(3))
    }
    for (index, trial) in trials.enumerated() {
      let rounds =
        plan.hyperband.brackets.indices.contains(trial.bracket)
        ? plan.hyperband.bracket(trial.bracket).rounds.indices : 0..<0
      guard trial.number == index + 1, !rounds.isEmpty, trial.round.map(rounds.contains) ?? true else {
        throw .damaged(path: database.path, reason: "trial \(trial.number) does not fit the plan")
      }
    }
    try addSettings(to: &trials)
    try addResults(to: &trials)
    if let trial = trials.first(where: { $0.round != nil && $0.round != $0.results.count }) {
      throw stray("round", trial.number)
    }
    return trials
  }

  private func addSettings(to trials: inout [Trial]) throws(StudyError) {
    let rows = try database.rows("SELECT trial, name, value FROM settings ORDER BY trial, position") {
      (row) throws(StudyError) in
      (
        trial: try row.required(0, row.wholeNumber(0)),
        setting: Setting(name: try row.required(1, row.text(1)), value: try row.required(2, row.text(2)))
      )
    }
    for row in rows {
      guard trials.indices.contains(row.trial - 1) else { throw stray("setting", row.trial) }
      trials[row.trial - 1].settings.append(row.setting)
    }
  }

  private func addResults(to trials: inout [Trial]) throws(StudyError) {
    let rows = try database.rows(
      "SELECT trial, round, resource, loss, seconds, step FROM results ORDER BY trial, round"
    ) { (row) throws(StudyError) in
      (
        trial: try row.required(0, row.wholeNumber(0)), round: try row.required(1, row.wholeNumber(1)),
        result: Trial.Result(
          resource: try row.required(2, row.wholeNumber(2)), loss: try row.number(3),
          seconds: try row.required(4, row.number(4)), step: try row.required(5, row.wholeNumber(5)))
      )
    }
    for row in rows {
      guard trials.indices.contains(row.trial - 1), trials[row.trial - 1].results.count == row.round,
        row.round < plan.hyperband.bracket(trials[row.trial - 1].bracket).rounds.count
      else { throw stray("result", row.trial) }
      trials[row.trial - 1].results.append(row.result)
    }
  }

  private func stray(_ kind: String, _ trial: Int) -> StudyError {
    .damaged(path: database.path, reason: "a \(kind) of trial \(trial) does not fit the plan")
  }
}
