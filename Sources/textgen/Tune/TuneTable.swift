import Files
import Notation
import Tuning

/// The best trials of a search, and what to do with them.
struct TuneTable {
  private let trials: [Trial]
  private let plan: StudyPlan
  private let job: TuneJob

  init(_ trials: [Trial], plan: StudyPlan, job: TuneJob) { (self.trials, self.plan, self.job) = (trials, plan, job) }

  /// Writes the best ten to stdout.
  ///
  /// - isWhole: whether the search has ended.
  func write(isWhole: Bool) throws {
    let best = trials.best(10)
    guard !best.isEmpty else {
      if isWhole && !trials.isEmpty { throw TuneError.allLost }
      return try Terminal.print("no trial has a result yet")
    }
    let names = plan.space.dimensions.map(\.name)
    var rows = [["trial", "held out", "trained"] + names]
    for trial in best {
      let values = names.map { name in trial.settings.first { $0.name == name }?.value ?? "" }
      rows.append(["\(trial.number)", decimal(trial.loss ?? .nan, 4), trained(trial)] + values)
    }
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.indices.map { row[$0] + String(repeating: " ", count: widths[$0] - row[$0].count) }
      try Terminal.print(cells.joined(separator: "  ").trimmingSpaces)
    }
  }

  /// Writes the page with the pictures of a study.
  func draw(study: String, to path: String) throws {
    let name = PathParts(TuneJob.name(of: study)).name
    let page = StudyPage(trials, plan: plan, name: name, measures: job.measures(plan))
    try AtomicFile.write(Array(page.html.utf8), to: path)
  }

  /// The part of a whole training.
  private func trained(_ trial: Trial) -> String {
    "\(decimal(100 * Double(trial.resource) / Double(plan.hyperband.largestResource), 0)) %"
  }

  /// Says how to train the best settings, draws the study, and leaves no checkpoint but the best one where no trial may
  /// go on.
  func finish(at path: String, _ progress: TuneProgress) throws {
    guard let best = trials.best(1).first else { return }
    let folder = TuneJob.trialFolder(of: path)
    let isWhole = Progress(of: trials, in: plan.hyperband).left == 0
    for trial in trials where isWhole && trial.number != best.number {
      TrialFiles.remove(at: "\(folder)/\(trial.number)")
    }
    progress.tell("the best one's checkpoint:\n  \(folder)/\(best.number)\(TrialFiles.checkpoint)")
    progress.next("train it from the beginning", job.command(for: best.settings))
    let page = TuneJob.pagePath(of: path)
    try draw(study: path, to: page)
    progress.tell("the losses and settings of all trials, drawn:\n  \(page)")
  }
}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmingSpaces: String {
    var characters = self[...]
    while characters.last == " " { characters.removeLast() }
    return String(characters)
  }
}
