import Tuning

/// What a search says while it runs: a live line on a terminal, a line for each round elsewhere.
final class TuneProgress {
  private let isQuiet: Bool
  private let live = Terminal.errorIsTerminal
  private var isShown = false
  private var lastShown = -Double.infinity
  private var words = ""
  private let start = monotonicSeconds()

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// A line that `--quiet` leaves out.
  func tell(_ text: String) {
    guard !isQuiet else { return }
    clear()
    Terminal.error(text)
  }

  func notice(_ text: String) {
    clear()
    Terminal.error("textgen: note: \(text)")
  }

  private func clear() {
    if isShown { Terminal.status("\r\u{1B}[K") }
    isShown = false
  }

  private func show(_ text: String) {
    guard live, !isQuiet else { return }
    Terminal.status("\r\u{1B}[K" + text.prefix(max(20, Terminal.columns - 1)))
    (isShown, lastShown) = (true, monotonicSeconds())
  }

  /// What is searched, and how much work it is.
  func begins(_ study: Study, _ job: TuneJob, path: String) throws {
    let plan = study.plan
    let rounds = plan.hyperband.brackets
    let trials = rounds.reduce(0) { $0 + $1.rounds[0].trials }
    tell("searching \(plan.space.ranges.joined(separator: "  "))")
    var line = "\(trials) trials of at most \(job.length.words), --rng-seed \(plan.seed); \(path)"
    let progress = try study.progress()
    if progress.done > 0 { line += "; going on after \(progress.done) rounds" }
    tell(line)
    if case .seconds(let seconds, _) = job.length {
      let whole = Double(progress.resourceDone + progress.resourceLeft) / Double(plan.hyperband.largestResource)
      tell("all trials together take about \(TimeBudget.text(whole * seconds)) of one worker")
    }
  }

  func begins(_ work: Study.Work, of study: Study) {
    words = "trial \(work.trial), round \(work.round + 1): \(work.settings.words)"
    show(words)
  }

  /// A step of the trial at hand.
  func stepped(_ step: Int) {
    if monotonicSeconds() - lastShown > 0.5 { show("\(words)  step \(step)") }
  }

  func waits() { show("waiting for the other workers") }

  func lost(_ work: Study.Work, _ error: any Error) {
    notice("trial \(work.trial) is lost (\(work.settings.words)): \(error)")
  }

  /// A round has a result: how far the search is, and the best trial so far.
  func ended(_ work: Study.Work, of study: Study) throws {
    guard !isQuiet else { return }
    let trials = try study.trials()
    let progress = Progress(of: trials, in: study.plan.hyperband)
    var line = "rounds: \(progress.done) done, \(progress.running) running, \(progress.left) left"
    if progress.lost > 0 { line += ", \(progress.lost) lost" }
    if let best = trials.best(1).first, let loss = best.loss {
      line += "; best \(decimal(loss, 4)) by trial \(best.number): \(best.settings.words)"
    }
    if progress.resourceDone > 0 {
      let left = progress.seconds / Double(progress.resourceDone) * Double(progress.resourceLeft)
      line += "; about \(TimeBudget.text(left)) left"
    }
    tell(line)
  }
}

extension Settings {
  /// As they are read: `hidden-size 64, dropout 0.3`.
  var words: String { map { "\($0.name) \($0.value)" }.joined(separator: ", ") }
}

extension TrialLength {
  /// `30 passes`, `500 steps`, `1 min 00 s`.
  var words: String {
    switch self {
    case .steps(let steps): "\(steps) step\(steps == 1 ? "" : "s")"
    case .epochs(let epochs): "\(epochs) pass\(epochs == 1 ? "" : "es")"
    case .seconds(let seconds, let peak):
      "\(TimeBudget.text(seconds)) at \(decimal(peak / 1e9, 0)) GFLOP/s"
    }
  }
}
