import Notation
import Tuning

/// What a search says while it runs: a live line on a terminal, a line for each round elsewhere.
final class TuneProgress {
  private let isQuiet: Bool
  /// Processes of MPI that train the trials; 0 where this one does.
  private let processes: Int
  /// The trials that these processes train.
  private var running: Set<Int> = []
  private let live = Terminal.errorIsTerminal
  private var isShown = false
  private var lastShown = -Double.infinity
  private var words = ""
  /// How far the search is, in front of what is said of the trial at hand.
  private var state = ""
  /// The best trial that was told of.
  private var known: (trial: Int, loss: Double)?

  /// - processes: those of MPI that train the trials; 0 where this one does.
  init(isQuiet: Bool, processes: Int) { (self.isQuiet, self.processes) = (isQuiet, processes) }

  /// A line that `--quiet` leaves out.
  func tell(_ text: String) {
    guard !isQuiet else { return }
    clear()
    Terminal.error(text)
  }

  /// A command to type next, which `--quiet` leaves out.
  func next(_ purpose: String, _ command: String) {
    tell("\(purpose):")
    if !isQuiet { Terminal.command("  \(command)") }
  }

  func notice(_ text: String) {
    clear()
    Terminal.error("textgen: note: \(text)")
  }

  private func clear() {
    if isShown { Terminal.live("") }
    isShown = false
  }

  private func show(_ text: String) {
    guard live, !isQuiet else { return }
    Terminal.live(text)
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
    if processes > 0 {
      let others = processes == 1 ? "1 other trains" : "\(processes) others train"
      tell("process 0 keeps the search, and \(others)")
    }
    if let count = plan.space.count, count < trials {
      notice(
        "the ranges have \(count) different settings, fewer than the search has trials: some are trained again with the "
          + "same result; search more options")
    }
    if case .seconds(let seconds, _) = job.length {
      let whole = Double(progress.resourceDone + progress.resourceLeft) / Double(plan.hyperband.largestResource)
      tell("all trials together take about \(TimeBudget.text(whole * seconds)) of one worker")
    }
  }

  func begins(_ work: Study.Work) {
    running.insert(work.trial)
    words = "trial \(work.trial), round \(work.round + 1): \(work.settings.words)"
    show(state + words)
  }

  /// A step of the trial at hand.
  func stepped(_ step: Int) {
    if monotonicSeconds() - lastShown > 0.5 { show("\(state)step \(step) of \(words)") }
  }

  /// Nothing can be begun; where others train, they are what is shown.
  func waits() { if processes == 0 { show("waiting for the other workers") } }

  func lost(_ work: Study.Work, _ reason: String) {
    notice("trial \(work.trial) is lost (\(work.settings.words)): \(reason)")
  }

  /// A round has a result: how far the search is, and the best trial where it is a new one.
  func ended(_ work: Study.Work, of study: Study) throws {
    defer { running.remove(work.trial) }
    guard !isQuiet else { return }
    let trials = try study.trials()
    let progress = Progress(of: trials, in: study.plan.hyperband)
    if let best = trials.best(1).first, let loss = best.loss, best.number != known?.trial || loss != known?.loss {
      known = (best.number, loss)
      tell("best so far \(decimal(loss, 4)), trial \(best.number): \(best.settings.words)")
    }
    state = "\(progress.done) of \(progress.done + progress.running + progress.left) rounds"
    if processes > 0 { state += ", \(running.count) of \(processes) processes training" }
    if progress.lost > 0 { state += ", \(progress.lost) lost" }
    if progress.resourceDone > 0 {
      let left = progress.seconds / Double(progress.resourceDone) * Double(progress.resourceLeft)
      state += ", about \(TimeBudget.text(left / Double(max(1, processes)))) left"
    }
    if !live { tell(state) }
    state += "; "
  }
}

extension TrialLength {
  /// `30 passes`, `500 steps`, `1 min 00 s`.
  var words: String {
    switch self {
    case .steps(let steps): counted(steps, "step")
    case .epochs(let epochs): "\(epochs) pass\(epochs == 1 ? "" : "es")"
    case .seconds(let seconds, let peak):
      "\(TimeBudget.text(seconds)) at \(decimal(peak / 1e9, 0)) GFLOP/s"
    }
  }
}
