import Kernels
import Training
import Workers

extension ComputingPower {
  /// Measures the computer, for a fiftieth of a time budget at most, and some tenths of a second. A budget of steps or
  /// passes has a model that does not depend on it.
  ///
  /// - processes: those that train together.
  static func measured(
    for budget: Budget, threads: Int, by processes: any Communicator = Processes.all
  ) -> ComputingPower {
    let bursts = if case .seconds(let seconds) = budget { min(max(Int(4 * seconds), 3), 100) } else { 5 }
    let peak = peakFLOPS(on: ThreadTeam(threads: threads), bursts: bursts, seconds: monotonicSeconds)
    // What several processes can do together; each knows the same number.
    return ComputingPower(peak: processes.gather(peak).reduce(0, +), budget: budget)
  }

  /// What a model was chosen for, in a line; nil where it does not depend on the computer.
  var words: String? {
    seconds.map {
      "\(TimeBudget.text($0)) at \(decimal(peak / 1e9, 0)) GFLOP/s: \(decimal(teraFLOP, 1)) TFLOP"
    }
  }
}
