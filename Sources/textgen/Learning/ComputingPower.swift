import Kernels
import Training

/// What the computer at hand can do, and what a budget comes to on it.
struct ComputingPower {
  /// Floating-point operations a second that all threads do at most.
  let peak: Double
  /// The arithmetic that the model is chosen for, in 10¹² floating-point operations.
  let teraFLOP: Double
  /// The seconds of a time budget.
  private let seconds: Double?

  /// Measures the computer, for a fiftieth of a time budget at most, and some tenths of a second. A budget of steps or
  /// passes has a model that does not depend on it.
  init(for budget: Budget, threads: Int) {
    let bursts = if case .seconds(let seconds) = budget { min(max(Int(4 * seconds), 3), 100) } else { 5 }
    let measured = peakFLOPS(on: ThreadTeam(threads: threads), bursts: bursts, seconds: monotonicSeconds)
    peak = measured
    if case .seconds(let seconds) = budget {
      (self.seconds, teraFLOP) = (seconds, seconds * measured / 1e12)
    } else {
      (self.seconds, teraFLOP) = (nil, Recipe.usualTeraFLOP)
    }
  }

  /// What a model was chosen for, in a line; nil where it does not depend on the computer.
  var words: String? {
    seconds.map {
      "\(TimeBudget.text($0)) at \(decimal(peak / 1e9, 0)) GFLOP/s: \(decimal(teraFLOP, 1)) TFLOP"
    }
  }
}
