import ArgumentParser
import Files
import Forecasting
import Training
import Tuning
import Workers

extension Tune {
  /// Searches until all is done or somebody interrupts, in this process or with others.
  func searchTrials() throws {
    let interrupts = Interrupts()
    let path = study ?? CheckpointFolder.studyPath(forData: data ?? "")
    let progress = TuneProgress(isQuiet: quiet || asWorker, processes: Processes.all.count - 1)
    let (job, recorded) = try job(at: path)
    try share(job)
    let observer = TrialObserver(interrupts: interrupts, progress: progress)
    let runner = try job.runner(
      threads: threadsOfWorker(besideKeeperOn: Processes.host),
      memoryBytes: memoryOfWorker(besideKeeperOn: Processes.host),
      observer: observer)
    let plan =
      try recorded.map { $0.changing(data: runner.identity) }
      ?? job.plan(search: search, seed: job.seed, factor: factor ?? 3, data: runner.identity)
    // Before anything is written.
    try check(plan, runner)
    let keeper = Processes.all.isAlone ? nil : StudyKeeper(among: Processes.all)
    try keeper?.greet(data: runner.identity)
    let open = try open(plan, at: path)
    if let totalTime { try open.limit(toSeconds: totalTime.seconds) }
    try progress.begins(open, job, path: path)
    interrupts.watch()
    let helpers =
      asWorker
      ? [] : try TuneWorkers.start(workers - 1, at: path, threads: threadsOfWorker(besideKeeperOn: Processes.host))
    let source = StudyWork(on: open, folder: TuneJob.trialFolder(of: path), progress)
    let isFinished =
      try keeper?.serve(source, observer: observer)
      ?? TrialWorker(runner: runner, interrupts: interrupts).work(for: source)
    interrupts.release()
    TuneWorkers.wait(for: helpers, interrupting: interrupts.isRequested)
    keeper?.dismiss(isFinished: isFinished)
    if asWorker { return }
    let table = TuneTable(try open.trials(), plan: open.plan, job: job)
    try table.write(isWhole: isFinished)
    if !isFinished {
      progress.next("go on with", "textgen tune --study \(shellQuoted(path))")
      throw ExitCode(Failure.interrupted)
    }
    try table.finish(at: path, progress)
  }

  /// Throws where the first trials have no settings that a training takes, as with an option that is none. Values that
  /// exclude each other lose single trials.
  private func check(_ plan: StudyPlan, _ runner: any TrialRunner) throws {
    var refusal: (any Error)?
    for trial in 1...20 {
      do { return try runner.check(plan.space.settings(ofTrial: trial, seed: plan.seed)) } catch let error
        where TuneError.usageWords(of: error) != nil
      {
        refusal = refusal ?? error
      }
    }
    if let refusal { throw refusal }
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
    // A trial is trained by one process, whose threads are those of this computer.
    let count = Processes.all.isAlone ? threads.count : threadsOfWorker(besideKeeperOn: Processes.host)
    let power = peak ?? ComputingPower.measured(for: .seconds(seconds), threads: count, by: Alone()).peak
    return .seconds(seconds, peak: power)
  }
}
