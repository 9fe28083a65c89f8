import ArgumentParser
import Checkpoints
import Files
import Glibc
import Notation
import Training

/// A training from the look at its files to its last line: the one procedure of `train` and `forecast`.
struct LearningRun {
  /// What the training tells.
  let report: TrainingReport
  /// The file of the checkpoint.
  private let path: String
  private let options: SessionOptions
  private let interrupts = Interrupts()
  /// Held as long as the run is there.
  private var lock: OutputLock?
  private let start = monotonicSeconds()

  /// A run that has not looked at its files yet.
  init(checkpoint path: String, measure: LossMeasure, options: SessionOptions) {
    (self.path, self.options) = (path, options)
    report = options.report(measure: measure, interrupts: interrupts)
  }

  /// Seconds since the run began.
  var seconds: Double { monotonicSeconds() - start }

  /// Proves that all files can be written, that none is what is read, that no other training writes them, and that none
  /// is overwritten unasked; removes what a training that was killed has left.
  ///
  /// - others: the files beside the checkpoint.
  /// - sources: what is learnt from.
  mutating func check(others: [String], sources: [String]) throws {
    // The files are the first process's.
    guard Processes.all.isFirst else { return }
    try check(others, sources, AtomicFile.checkWritable)
    // Two names of checkpoints may have one learning curve.
    do throws(HeldOutput) {
      lock = try OutputLock(of: [path, TrainingHistory.path(beside: path)], holder: Self.holder)
    } catch {
      throw CommandError.outputInUse(path: error.path, holder: TextWidth.oneLine(error.holder))
    }
    for file in [path] + others {
      AtomicFile.removeLeftovers(of: file)
      try requireMayWrite(file)
    }
  }

  /// The part of `check` that holds nothing, for a run that begins later.
  func checkOutputs(others: [String], sources: [String]) throws {
    try check(others, sources, AtomicFile.checkWritable)
    for file in [path] + others { try requireMayWrite(file) }
  }

  private func requireMayWrite(_ file: String) throws(CommandError) {
    guard FileStatus.exists(file), !options.mayReplace else { return }
    throw file == path ? .checkpointExists(path: file) : .fileExists(path: file)
  }

  /// What another training that is to write the same files hears of this one.
  private static var holder: String {
    let words = CommandLine.arguments.dropFirst().map(shellQuoted).joined(separator: " ")
    return "process \(getpid()), `textgen \(words.count > 200 ? words.prefix(200) + "…" : words[...])`"
  }

  /// The part of `check` for a run that writes no file: changes nothing on the disk.
  func checkNames(others: [String], sources: [String]) throws {
    guard Processes.all.isFirst else { return }
    try check(others, sources, AtomicFile.checkNamesFile)
  }

  /// Throws where what is to be resumed is not there, where a file fails a test, or where one is what is read.
  private func check(_ others: [String], _ sources: [String], _ test: (String) throws -> Void) throws {
    if options.resume && !FileStatus.exists(path) { throw CommandError.nothingToResume(path: path) }
    for file in [path] + others {
      try test(file)
      if sources.contains(where: { FileStatus.isSameFile($0, file) }) { throw CommandError.outputIsInput(path: file) }
    }
  }

  /// How long a training is to be.
  struct Length {
    /// What was asked for; nil for what the training began with.
    let budget: Budget?
    /// The budget of a training that has none.
    let usual: Budget
    /// About how many steps it will make.
    let expectedSteps: Int
    /// Steps after which a time budget ends before its time.
    var mostSteps = 1 << 48
  }

  /// Does what comes after a training. A signal ends the program at once and says how to do this again: the training itself
  /// is saved.
  ///
  /// - command: what was called, to be called again.
  func conclude(_ command: String, _ work: () throws -> Void) rethrows {
    let again = "\(TrainingReport.program) \(command) --resume"
    interrupts.release(saying: "\ntextgen: interrupted; the training is saved. Go on with:\n  \(again)\n")
    defer { interrupts.release() }
    try work()
  }

  /// Trains to the end of a budget or until somebody interrupts, says so, and returns what was trained.
  ///
  /// - command: what was called, to be called again when it was interrupted.
  /// - write: writes with a model of text that was trained to its end.
  /// - Throws: also the exit code of a training that was interrupted, or whose events could not be written.
  func learn<Source>(
    _ trainer: Trainer<Source>, _ power: ComputingPower? = nil, threads: Int, _ length: Length, command: String,
    write: (Trainer<Source>) throws -> ClosingSample? = { _ in nil }
  ) throws -> TrainingSession<Source> {
    // Before this there is nothing to save, and after it there are no steps to be finished: signals end the program.
    interrupts.watch()
    defer { interrupts.release() }
    // What is not used any more may go away before its time.
    defer { withExtendedLifetime(lock) {} }
    if options.resume { report.resumes(trainer) } else { report.begins(trainer, power, threads: threads) }
    var session = TrainingSession(
      trainer: trainer, path: path, lossMeasure: report.measure.name, checkpointSeconds: options.checkpointSeconds,
      observer: report, clock: { monotonicSeconds() - start })
    try session.run(
      until: length.budget, usual: length.usual, expectedSteps: length.expectedSteps, mostSteps: length.mostSteps)
    // All is saved: nobody has to wait for what is left.
    interrupts.release()
    let isWritten = session.trainer.isFinished && report.isHeard && Processes.all.isFirst
    let sample = isWritten ? try write(session.trainer) : nil
    report.finished(path: path, command: command, trainer: session.trainer, sample: sample, seconds: seconds)
    if report.hasLostOutput { throw ExitCode(Failure.inputOutput) }
    if !session.trainer.isFinished { throw ExitCode(Failure.interrupted) }
    return session
  }
}
