import ArgumentParser
import Files
import Forecasting
import Glibc
import Training
import Tuning

/// `textgen tune`: search for the settings with the lowest held-out loss.
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for the best settings of a training.",
    discussion: """
      textgen tune corpus.txt --total-time 30m
          half an hour of trials with the usual ranges
      textgen tune weather.csv --target temperature --max-epochs 30
          the same for a forecast
      textgen tune a.txt --search hidden-size=64:512:8 --search cell=standard,coupled
          ranges of one's own: low:high:step, low:high:log, or choices
      textgen tune --study checkpoints/corpus.study.sqlite
          go on after Ctrl-C, or join a search from another terminal
      textgen tune --show checkpoints/corpus.study.sqlite
          the table of a search that runs or has ended
      textgen tune --show checkpoints/corpus.study.sqlite --html corpus.html
          its losses and settings drawn, on one page

      Many trials are trained a little, and the best third of them goes on, from where each stood (Hyperband, Li et al. \
      2018). All other options are those of `textgen train`, or of `textgen forecast` where the data is a CSV file; an \
      option that is given is the same for every trial.
      """)

  @Argument(
    parsing: .allUnrecognized,
    help: ArgumentHelp("The data, and options of `textgen train` or `textgen forecast`.", valueName: "data"))
  var words: [String] = []

  @Option(
    help: ArgumentHelp(
      "An option to search and its range, such as hidden-size=32:512:32, dropout=0:0.5:0.1, learning-rate=1e-4:1e-2:log or "
        + "cell=standard,coupled. May be given several times. (default: the options that matter most)",
      valueName: "option=range"))
  var search: [String] = []

  @Option(help: ArgumentHelp("The number of passes over the data of a whole training.", valueName: "n"))
  var maxEpochs: Int?

  @Option(help: ArgumentHelp("The number of steps of a whole training.", valueName: "n"))
  var maxSteps: Int?

  @Option(
    help: ArgumentHelp(
      "The time of a whole training: every trial gets the arithmetic that the computer does in this time. (default: 1m for a "
        + "text; a forecast makes 1000 steps, or 20 passes over windows)", valueName: "time"),
    transform: TimeBudget.init(text:))
  var maxTime: TimeBudget?

  @Option(
    help: ArgumentHelp(
      "The time of the whole search, summed over all workers; after this time no round begins. (default: until all trials are made)",
      valueName: "time"), transform: TimeBudget.init(text:))
  var totalTime: TimeBudget?

  @Option(
    help: ArgumentHelp(
      "From each round to the next, one trial in n goes on, and trains n times as long. (default: 3)", valueName: "n"))
  var factor: Int?

  @Option(
    help: ArgumentHelp(
      "The file of the search. (default: checkpoints/<name of the data>.study.sqlite)", valueName: "file"))
  var study: String?

  @Option(help: ArgumentHelp("Print the best trials of a search, and train nothing.", valueName: "file"))
  var show: String?

  @Option(help: ArgumentHelp("Draw the search that --show names, as one HTML page, instead.", valueName: "file"))
  var html: String?

  @Flag(help: "Replace a page that exists.")
  var force = false

  @Option(help: ArgumentHelp("The number of processes that train trials side by side.", valueName: "n"))
  var workers = 1

  @Flag(help: ArgumentHelp("Work for a search that another process has begun.", visibility: .hidden))
  var asWorker = false

  @Flag(name: .shortAndLong, help: "Print the table of the best trials only.")
  var quiet = false

  @OptionGroup var random: RandomOptions
  @OptionGroup var threads: ThreadOptions

  func validate() throws {
    if [maxEpochs != nil, maxSteps != nil, maxTime != nil].count(where: \.self) > 1 {
      throw ValidationError("--max-epochs, --max-steps and --max-time exclude each other; give one of them")
    }
    for (name, value) in [("--max-epochs", maxEpochs), ("--max-steps", maxSteps)] {
      if let value, !(1...1_000_000_000).contains(value) {
        throw ValidationError("\(name) has to be from 1 to 1000000000")
      }
    }
    if let factor, !(2...10).contains(factor) { throw ValidationError("--factor has to be from 2 to 10") }
    if !(1...64).contains(workers) { throw ValidationError("--workers has to be from 1 to 64") }
    if show == nil && study == nil && data == nil {
      throw ValidationError(
        "name a text file or a CSV file to learn from, before any other option, or a search to go on with by --study")
    }
    if show == nil && data == nil, let option = planOption {
      throw ValidationError(
        "\(option) is recorded in a search that goes on; leave it out, or name the data to begin another")
    }
    if show != nil && (!words.isEmpty || study != nil) {
      throw ValidationError("--show prints a search that is there; give it the search's file alone")
    }
    if html != nil && show == nil {
      throw ValidationError("--html draws a search that is there; name the search's file by --show")
    }
    if let html, let show, FileStatus.isSameFile(html, show) {
      throw ValidationError("--html would replace the search itself; name another file")
    }
    if force && html == nil {
      throw ValidationError("--force replaces the page that --html names; a search that is there goes on")
    }
  }

  func run() throws {
    Terminal.ignoreBrokenPipes()
    if let show {
      let shown = try Study(reading: show)
      let table = try TuneTable(shown.trials(), plan: shown.plan, job: TuneJob(recorded: shown.plan))
      guard let html else { return try table.write(isWhole: true) }
      if FileStatus.exists(html) && !force { throw CommandError.fileExists(path: html) }
      return try table.draw(study: show, to: html)
    }
    let interrupts = Interrupts()
    let path = study ?? CheckpointFolder.studyPath(forData: data ?? "")
    let progress = TuneProgress(isQuiet: quiet || asWorker)
    let (job, recorded) = try job(at: path)
    let observer = TrialObserver(interrupts: interrupts, progress: progress)
    let runner = try job.runner(threads: max(1, threads.count / workers), observer: observer)
    let plan =
      try recorded.map { $0.changing(data: runner.identity) }
      ?? job.plan(search: search, seed: job.seed, factor: factor ?? 3, data: runner.identity)
    // Before anything is written.
    try runner.check(plan.space.settings(ofTrial: 1, seed: plan.seed))
    let open = try open(plan, at: path)
    if let totalTime { try open.limit(toSeconds: totalTime.seconds) }
    try progress.begins(open, job, path: path)
    interrupts.watch()
    let helpers = asWorker ? [] : try TuneWorkers.start(workers - 1, at: path, threads: max(1, threads.count / workers))
    let isFinished = try work(on: open, folder: TuneJob.trialFolder(of: path), runner, interrupts, progress)
    interrupts.release()
    TuneWorkers.wait(for: helpers, interrupting: interrupts.isRequested)
    if asWorker { return }
    let table = TuneTable(try open.trials(), plan: open.plan, job: job)
    try table.write(isWhole: isFinished)
    if !isFinished {
      progress.next("go on with", "textgen tune --study \(shellQuoted(path))")
      throw ExitCode(Failure.interrupted)
    }
    try table.finish(at: path, progress)
  }

  /// Opens or begins the study, and makes the folder of its trials.
  private func open(_ plan: StudyPlan, at path: String) throws -> Study {
    let folders = try Folder.make(TuneJob.trialFolder(of: path))
    do { return try Study(plan, name: path, at: path) } catch {
      Folder.removeEmpty(folders)
      throw error
    }
  }

  /// What is searched on: what was asked for, or what a study that is there has recorded.
  private func job(at path: String) throws -> (TuneJob, recorded: StudyPlan?) {
    let plan = try Study.recordedPlan(at: path)
    if words.isEmpty {
      guard let plan else { throw TuneError.noStudy(path: path) }
      return (try TuneJob(recorded: plan), plan)
    }
    let recorded = try plan.map { try TuneJob(recorded: $0) }
    let seed = random.rngSeed ?? recorded?.seed ?? random.drawn()
    return (try TuneJob(words: words, length: length(peak: recorded?.peak), seed: seed), nil)
  }

  /// - peak: what the study that is there has recorded of the computer.
  private func length(peak: Double?) -> TrialLength {
    if let maxSteps { return .steps(maxSteps) }
    if let maxEpochs { return .epochs(maxEpochs) }
    if maxTime == nil && TuneJob.isSeries(data ?? "") {
      return TuneJob.readsWindows(words: words, search: search)
        ? .epochs(20) : .steps(SeriesTraining.leastSteps(.streams))
    }
    let seconds = maxTime?.seconds ?? 60
    let power = peak ?? ComputingPower.measured(for: .seconds(seconds), threads: threads.count).peak
    return .seconds(seconds, peak: power)
  }

  /// The first option that was given of those that a study records.
  private var planOption: String? {
    let options = [
      ("--search", !search.isEmpty), ("--max-epochs", maxEpochs != nil), ("--max-steps", maxSteps != nil),
      ("--max-time", maxTime != nil), ("--factor", factor != nil), ("--rng-seed", random.rngSeed != nil),
    ]
    return options.first { $0.1 }?.0
  }

  /// The first word that is no option and no option's value.
  private var data: String? { words.first.flatMap { $0.hasPrefix("-") && $0 != "-" ? nil : $0 } }

  /// Trains trial after trial. Returns whether all is done.
  private func work(
    on study: Study, folder: String, _ runner: any TrialRunner, _ interrupts: Interrupts, _ progress: TuneProgress
  ) throws -> Bool {
    while !interrupts.isRequested {
      switch try study.claim() {
      case .finished: return true
      case .wait:
        progress.waits()
        sleep(1)
      case .work(let work):
        progress.begins(work, of: study)
        let start = monotonicSeconds()
        let fraction = Double(work.resource) / Double(study.plan.hyperband.largestResource)
        do {
          let path = "\(folder)/\(work.trial).safetensors"
          guard let result = try runner.train(work.settings, toFraction: fraction, path: path) else {
            try study.release(work)
            return false
          }
          try study.record(loss: result.loss, seconds: monotonicSeconds() - start, step: result.step, of: work)
        } catch let error where TuneError.isOfTrial(error) {
          progress.lost(work, error)
          try study.record(loss: .nan, seconds: monotonicSeconds() - start, step: 0, of: work)
        }
        try progress.ended(work, of: study)
      }
    }
    return false
  }
}
