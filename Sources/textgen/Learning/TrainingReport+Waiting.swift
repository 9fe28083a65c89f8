import Dispatch

extension TrainingReport {
  /// Does work that cannot say how far it is; where it takes longer, what is being done is said every two seconds.
  func during<Result>(_ what: String, _ work: () throws -> Result) rethrows -> Result {
    if quiet { return try work() }
    let (begin, interval, isLive) = (monotonicSeconds(), 1.9, Terminal.errorIsTerminal)
    let queue = DispatchQueue(label: "textgen.waiting")
    let timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler {
      let line = "\(what): \(TimeBudget.text(monotonicSeconds() - begin))"
      if isLive { Terminal.live(line) } else { Terminal.error(line) }
    }
    timer.schedule(deadline: .now() + interval, repeating: interval)
    timer.resume()
    defer {
      // Behind the last line, so that none comes after what is said next.
      queue.sync { timer.cancel() }
      if isLive, monotonicSeconds() - begin >= interval { Terminal.live("") }
    }
    return try work()
  }
}
