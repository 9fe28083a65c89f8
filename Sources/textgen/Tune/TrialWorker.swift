import Glibc
import Tuning

/// Trains the rounds that a source gives, one after the other.
struct TrialWorker {
  let runner: any TrialRunner
  let interrupts: Interrupts

  /// Trains until nothing is left to be done. Returns whether that is so, or the work was interrupted.
  func work(for source: any WorkSource) throws -> Bool {
    while !interrupts.isRequested {
      switch try source.next() {
      case .finished: return true
      case .wait: sleep(1)
      case .train(let round):
        let start = monotonicSeconds()
        let outcome = try train(round)
        try source.end(round, outcome, seconds: monotonicSeconds() - start)
        if outcome == .interrupted { return false }
      }
    }
    return false
  }

  private func train(_ round: TrialRound) throws -> RoundOutcome {
    do {
      let result = try runner.train(round.work.settings, toFraction: round.fraction, path: round.checkpoint)
      return result.map { .measured(loss: $0.loss, step: $0.step) } ?? .interrupted
    } catch let error where TuneError.isOfTrial(error) {
      return .lost(reason: "\(error)")
    } catch {
      // Values that another trial may have exclude each other.
      guard let words = TuneError.usageWords(of: error) else { throw error }
      return .lost(reason: words)
    }
  }
}
