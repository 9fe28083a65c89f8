import Kernels
import Network

/// Examples that are evaluated: at most so many, spread evenly over what is held out or what is trained on.
public enum EvaluationPart: Equatable, Sendable {
  /// Of what is held out.
  case heldOut(most: Int)
  /// Of what is trained on.
  case training(most: Int)

  /// All that is held out.
  public static let allHeldOut = EvaluationPart.heldOut(most: .max)

  /// The examples that the part is taken from, of two ranges, and how many of them at most.
  package func choose(heldOut: Range<Int>, training: Range<Int>) -> (range: Range<Int>, most: Int) {
    switch self {
    case .heldOut(let most): (heldOut, most)
    case .training(let most): (training, most)
    }
  }
}

/// Examples whose losses are measured.
public enum EvaluationExamples: Sendable {
  /// A part of a text, of which about so many losses are asked for: in nats.
  case text(any TokenReading, in: Range<Int>, most: Int)
  /// Windows of numbers; `write` puts one into a column of `[T·B, D]` features and `[B, outputs]` targets: the mean
  /// squared error.
  case windows(Int, write: @Sendable (_ window: Int, _ column: Int, _ features: Matrix, _ targets: Matrix) -> Void)

  /// Chunks of streams `[T, B]`, read one after the other from the empty state; the losses of the first `warmUp` do not
  /// count.
  case chunks([Batch], steps: Int, streams: Int, warmUp: Int)

  /// The mean loss by a model.
  ///
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  public func meanLoss(by model: LoadedModel, beforeEachPass: () throws -> Void) rethrows -> MeanLoss {
    switch self {
    case .text(let text, let range, let most):
      return try model.meanLossNats(
        in: range, of: text, layout: PassLayout(count: range.count, most: most), beforeEachPass: beforeEachPass)
    case .windows(let count, let write):
      return try model.meanLoss(ofWindows: count, beforeEachPass: beforeEachPass, write)
    case .chunks(let chunks, let steps, let streams, let warmUp):
      let pass = Pass(model, steps: steps, streams: streams)
      var (sum, count) = (0.0, 0)
      for (number, chunk) in chunks.enumerated() {
        try beforeEachPass()
        chunk.resets.apply(to: pass.state)
        let losses = pass.losses(chunk.input, targets: chunk.targets)
        guard number >= warmUp else { continue }
        for row in 0..<losses.rows { sum += Double(losses[row, 0]) }
        count += losses.rows
      }
      return MeanLoss(mean: sum / Double(max(1, count)), count: count)
    }
  }
}
