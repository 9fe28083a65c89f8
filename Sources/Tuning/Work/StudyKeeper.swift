import Files
import Workers

/// Who decides for the process that keeps a study, and is told what the process meets.
package protocol KeeperObserver {
  /// Whether another round is to begin.
  var goesOn: Bool { get }

  /// A file of a trial cannot be written now, and is kept in memory until it can.
  func couldNotSave(_ path: String, reason: String)

  /// No round begins any more, and so many have not ended.
  func awaits(rounds: Int)
}

/// The first of several processes, which keeps a study and trains nothing: it gives rounds to the others, and writes what they
/// send. See `DistantWork`.
///
/// A process has one round at a time, and no process is sent anything that it does not wait for.
package final class StudyKeeper {
  private let communicator: any Communicator
  /// Processes that have told of their data.
  private var begun: Set<Int> = []
  /// Processes that train nothing more.
  private var gone: Set<Int> = []
  /// The round of each process that has one.
  private var rounds: [Int: TrialRound] = [:]
  /// By process the files of its round that could not be written when they came.
  private var unwritten: [Int: TrialFiles] = [:]

  /// A keeper for all other processes.
  package init(among communicator: any Communicator) { self.communicator = communicator }

  private var othersCount: Int { communicator.count - 1 }

  /// Waits until all others have read the data. Throws `otherData` where one has read something else.
  ///
  /// - data: a text that tells one file from another.
  package func greet(data: String) throws(WorkError) {
    while begun.count < othersCount {
      let (process, message) = try receive()
      switch message.words {
      case .begins(let found, let host):
        guard found == data else {
          throw .otherData(process: process, host: host, found: found, expected: data)
        }
        begun.insert(process)
      case .asks: answer(.wait, to: process)
      case .leaves: gone.insert(process)
      case .saves, .ends: throw .otherProgram(process: process)
      }
    }
  }

  /// Gives the rounds of a study to the others until all have left. Returns whether the search is finished.
  ///
  /// A disk that is full for a moment is not worth losing the rounds for: files that cannot be written are tried again with
  /// those of the next save, and at the end of the round, where a failure is thrown.
  package func serve(_ source: any WorkSource, observer: any KeeperObserver) throws -> Bool {
    var (isFinished, hasTold) = (false, false)
    while gone.count < othersCount {
      let (process, message) = try receive {
        guard !hasTold, !rounds.isEmpty, !observer.goesOn else { return }
        hasTold = true
        observer.awaits(rounds: rounds.count)
      }
      switch (message.words, rounds[process]) {
      case (.asks, nil):
        let next = observer.goesOn ? try source.next() : nil
        if next == .finished { isFinished = true }
        try give(next ?? .finished, to: process)
      case (.saves, let round?):
        guard let files = message.files else { continue }
        do throws(FileError) {
          try files.write(to: round.stem)
          unwritten[process] = nil
        } catch {
          unwritten[process] = files
          observer.couldNotSave(error.path, reason: error.reason)
        }
      case (.ends(let outcome, let seconds), let round?):
        try unwritten[process]?.write(to: round.stem)
        (rounds[process], unwritten[process]) = (nil, nil)
        try source.end(round, outcome, seconds: seconds)
        if outcome == .interrupted { isFinished = false }
      case (.leaves, nil): gone.insert(process)
      default: throw WorkError.otherProgram(process: process)
      }
    }
    return isFinished
  }

  /// Lets all others end, which have left and wait.
  package func dismiss(isFinished: Bool) {
    for process in 1..<communicator.count { answer(.dismissed(isFinished: isFinished), to: process) }
  }

  private func give(_ next: NextRound, to process: Int) throws(FileError) {
    switch next {
    case .train(let round):
      rounds[process] = round
      answer(.train(round.work, fraction: round.fraction), try TrialFiles(at: round.stem), to: process)
    case .wait: answer(.wait, to: process)
    case .finished: answer(.finished, to: process)
    }
  }

  private func answer(_ words: KeeperWords, _ files: TrialFiles? = nil, to process: Int) {
    communicator.send(WorkMessage(words, files: files).bytes, to: process)
  }

  private func receive(
    atEachLook: () -> Void = {}
  ) throws(WorkError) -> (process: Int, WorkMessage<WorkerWords>) {
    let message = communicator.nextMessage(atEachLook: atEachLook)
    guard let words = WorkMessage<WorkerWords>(message.bytes) else { throw .otherProgram(process: message.sender) }
    return (message.sender, words)
  }
}
