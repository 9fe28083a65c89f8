import Files
import Workers

/// A process that trains trials for the first process, which keeps the study. The process asks for a round, trains in a folder of
/// its own, and sends back what came of the round, files included: so hosts need no disk in common.
package final class DistantWork: WorkSource {
  private let communicator: any Communicator
  private let folder: String
  private var round: TrialRound?
  /// Why files could not be sent.
  private var failure: FileError?

  /// - folder: where the files of a trial are while it is trained.
  package init(among communicator: any Communicator, folder: String) {
    (self.communicator, self.folder) = (communicator, folder)
  }

  /// Tells what was read, before the first round.
  ///
  /// - data: a text that tells one file from another.
  /// - host: the name of this computer.
  package func begin(data: String, host: String) { send(.begins(data: data, host: host)) }

  package func next() throws -> NextRound {
    send(.asks)
    let answer = try receive()
    switch answer.words {
    case .train(let work, let fraction):
      let round = TrialRound(work: work, fraction: fraction, stem: "\(folder)/\(work.trial)")
      try answer.files?.write(to: round.stem)
      self.round = round
      return .train(round)
    case .wait: return .wait
    case .finished: return .finished
    case .dismissed: throw WorkError.otherProgram(process: 0)
    }
  }

  /// Sends what the trial at hand has saved.
  package func sendFiles() {
    guard let round else { return }
    do throws(FileError) { send(.saves, try TrialFiles(at: round.stem)) } catch { failure = error }
  }

  package func end(_ round: TrialRound, _ outcome: RoundOutcome, seconds: Double) throws {
    if let failure { throw failure }
    send(.ends(outcome, seconds: seconds))
    TrialFiles.remove(at: round.stem)
    self.round = nil
  }

  /// Leaves, and waits for the others, using no core. Returns whether the search is finished.
  package func leave() throws -> Bool {
    send(.leaves)
    guard case .dismissed(let isFinished) = try receive().words else { throw WorkError.otherProgram(process: 0) }
    return isFinished
  }

  private func send(_ words: WorkerWords, _ files: TrialFiles? = nil) {
    communicator.send(WorkMessage(words, files: files).bytes, to: 0)
  }

  private func receive() throws(WorkError) -> WorkMessage<KeeperWords> {
    let message = communicator.nextMessage()
    guard message.sender == 0, let answer = WorkMessage<KeeperWords>(message.bytes) else {
      throw .otherProgram(process: message.sender)
    }
    return answer
  }
}
