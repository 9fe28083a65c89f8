import ArgumentParser
import Files
import FoundationEssentials
import Tuning
import Workers

/// What the first of several processes tells the others, before anybody reads the data.
private struct SharedSearch: Codable {
  let job: TuneJob
  /// The computer of the first process.
  let host: String
}

// Processes that a launcher of MPI has started: the first one keeps the study, and the others train.
extension Tune {
  /// Throws where processes were started that cannot share what is asked for.
  func requireShareable() throws {
    if Processes.areLaunched && workers > 1 { throw TuneError.workersBesideProcesses }
    guard !Processes.all.isAlone else { return }
    if show != nil { throw CommandError.notShared(processes: Processes.all.count) }
    if words.contains("-") { throw CommandError.pipedToProcesses }
  }

  /// Tells all other processes what is searched.
  func share(_ job: TuneJob) throws {
    guard !Processes.all.isAlone else { return }
    let bytes = [UInt8](try JSONEncoder().encode(SharedSearch(job: job, host: Processes.host)))
    for process in 1..<Processes.all.count { Processes.all.send(bytes, to: process) }
  }

  /// Trains trials for the first process.
  func trainForFirst() throws {
    let interrupts = Interrupts()
    let message = Processes.all.nextMessage()
    guard let shared = try? JSONDecoder().decode(SharedSearch.self, from: Data(message.bytes)) else {
      throw WorkError.otherProgram(process: message.sender)
    }
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let source = DistantWork(among: Processes.all, folder: folder.path)
    let observer = TrialObserver(
      interrupts: interrupts, progress: TuneProgress(isQuiet: true, processes: 0), whenSaved: source.sendFiles)
    let runner = try shared.job.runner(
      threads: threadsOfWorker(besideKeeperOn: shared.host), memoryBytes: memoryOfWorker(besideKeeperOn: shared.host),
      observer: observer)
    source.begin(data: runner.identity, host: Processes.host)
    interrupts.watch()
    _ = try TrialWorker(runner: runner, interrupts: interrupts).work(for: source)
    interrupts.release()
    if try !source.leave() { throw ExitCode(Failure.interrupted) }
  }

  /// The threads of each process that trains trials.
  ///
  /// - host: the computer of the process that keeps the study.
  func threadsOfWorker(besideKeeperOn host: String) -> Int {
    if Processes.all.isAlone { return max(1, threads.count / workers) }
    return threads.threads ?? Processors.count(sharedBy: trainingHere(besideKeeperOn: host))
  }

  /// The memory of each process that trains trials.
  ///
  /// - host: the computer of the process that keeps the study.
  func memoryOfWorker(besideKeeperOn host: String) -> Double {
    Processors.memoryBytes(sharedBy: trainingHere(besideKeeperOn: host))
  }

  /// The processes on this computer that train trials. The process that keeps the study needs no core and little memory.
  private func trainingHere(besideKeeperOn host: String) -> Int {
    max(1, Processes.onThisComputer - (host == Processes.host ? 1 : 0))
  }
}
