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
    try lossSums(of: 0..<pieceCount(by: model), by: model, beforeEachPass: beforeEachPass).mean
  }

  /// The number of pieces that can be measured apart from each other.
  func pieceCount(by model: LoadedModel) -> Int {
    switch self {
    case .text(_, let range, let most):
      model.lossPieceCount(of: range.count, layout: PassLayout(count: range.count, most: most))
    case .windows(let count, _): WindowBlocks.blockCount(of: count)
    case .chunks: 1
    }
  }

  /// The losses by a model, added up piece by piece: the same sums, whoever computes the other pieces.
  ///
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  func lossSums(
    of pieces: Range<Int>, by model: LoadedModel, beforeEachPass: () throws -> Void
  ) rethrows -> [LossSum] {
    switch self {
    case .text(let text, let range, let most):
      return try model.lossSums(
        of: pieces, in: range, of: text, layout: PassLayout(count: range.count, most: most),
        beforeEachPass: beforeEachPass)
    case .windows(let count, let write):
      return try model.lossSums(of: pieces, ofWindows: count, beforeEachPass: beforeEachPass, write)
    case .chunks(let chunks, let steps, let streams, let warmUp):
      guard !pieces.isEmpty else { return [] }
      let pass = Pass(model, steps: steps, streams: streams)
      var sum = LossSum()
      for (number, chunk) in chunks.enumerated() {
        try beforeEachPass()
        chunk.resets.apply(to: pass.state)
        let losses = pass.losses(chunk.input, targets: chunk.targets)
        guard number >= warmUp else { continue }
        for row in 0..<losses.rows { sum.add(Double(losses[row, 0])) }
      }
      return [sum]
    }
  }
}
