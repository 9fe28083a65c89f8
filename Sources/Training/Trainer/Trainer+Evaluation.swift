import Network
import Workers

/// Somebody did not wait for the end of a step or for the result of a measurement. A training that is saved then makes the
/// step or the measurement when it is resumed, and goes on as one that was never interrupted.
public struct Interruption: Error, Equatable, Sendable {
  /// An interruption.
  public init() {}

  /// Throws where nobody waits any longer.
  static func check(_ goesOn: () -> Bool) throws(Interruption) {
    if !goesOn() { throw Interruption() }
  }
}

extension Trainer {
  /// The mean loss of a part of the examples by the latest weights, the training state untouched; nil of an empty part.
  ///
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  public func meanLoss(of part: EvaluationPart, beforeEachPass: () throws -> Void) rethrows -> MeanLoss? {
    try source.examples(of: part)?.meanLoss(by: trainee.loaded, beforeEachPass: beforeEachPass)
  }

  /// The lower of the mean losses by the latest weights and by those of the lowest held-out loss so far, the training
  /// state untouched; nil of an empty part.
  ///
  /// - beforeEachPass: is called now and then, and may end the work by an error.
  public func lowestMeanLoss(of part: EvaluationPart, beforeEachPass: () throws -> Void) rethrows -> MeanLoss? {
    guard let latest = try meanLoss(of: part, beforeEachPass: beforeEachPass) else { return nil }
    guard let step = record.bestStep, step != record.step else { return latest }
    let kept = try source.examples(of: part)?.meanLoss(by: trainee.loading(best), beforeEachPass: beforeEachPass)
    return kept.map { $0.mean < latest.mean ? $0 : latest }
  }

  /// `meanLoss` to its end.
  public func meanLoss(of part: EvaluationPart) -> MeanLoss? { meanLoss(of: part, beforeEachPass: {}) }

  /// `lowestMeanLoss` to its end.
  public func lowestMeanLoss(of part: EvaluationPart) -> MeanLoss? { lowestMeanLoss(of: part, beforeEachPass: {}) }

  /// Whether the step just made is one to evaluate after.
  public var isEvaluationDue: Bool {
    isComplete || record.plan.evaluationInterval.map { record.step.isMultiple(of: $0) } ?? false
  }

  /// Evaluates, and keeps the weights when they are the best so far. Throws when the loss is no number.
  ///
  /// - goesOn: whether somebody waits for the result; otherwise `Interruption` is thrown, and the record says what is
  ///   still to be done.
  public func evaluate(while goesOn: () -> Bool = { true }) throws -> Double? {
    record.pending = .evaluation
    let part = EvaluationPart.heldOut(most: record.plan.evaluationLength ?? .max)
    let loss = try sharedLoss(of: part, by: trainee.loaded, while: goesOn)?.mean
    record.pending = nil
    guard let loss else { return nil }
    guard loss.isFinite else { throw TrainingError.diverged(step: record.step, loss: loss) }
    record.validationLoss = loss
    if record.bestValidationLoss.map({ loss < $0 }) ?? true {
      best.row.assign(parameters.row)
      (record.bestValidationLoss, record.bestStep) = (loss, record.step)
    }
    return loss
  }

  /// Measures the weights that the training begins with, and keeps them until there are better ones. Does nothing where
  /// they are random, or steps were made.
  ///
  /// Reads 16,384 characters that are held out, or as many windows as have so many; at least 1,024. The number does not
  /// depend on the steps, which a time budget does not know yet: the command that repeats the training reads as many.
  ///
  /// - goesOn: whether somebody waits for the result; otherwise `Interruption` is thrown.
  public func measureOrigin(while goesOn: () -> Bool = { true }) throws {
    guard record.step == 0, record.origin != nil else { return }
    let part = EvaluationPart.heldOut(most: max(1024, 16_384 / (model.configuration.window ?? 1)))
    record.origin?.heldOut = try sharedLoss(of: part, by: trainee.loaded, while: goesOn)
    _ = try evaluate(while: goesOn)
  }

  /// Measures the weights that are kept, without dropout: over what is held out, and over as much of what was trained
  /// on; in a training so short that this would take much of its time, over a part. Measures an n-gram model of a text
  /// beside them. Throws when a loss is no number.
  ///
  /// At the end of a training whose evaluations have read a smaller part of what is held out, chance may have chosen among
  /// them: the latest weights are measured as well, and kept where they are better.
  ///
  /// - goesOn: whether somebody waits for the result; otherwise `Interruption` is thrown, and the record says what is
  ///   still to be done.
  public func measure(while goesOn: () -> Bool = { true }) throws {
    record.pending = .measurement
    let measured = MeasuredLosses(
      heldOut: try keepBetterWeights(while: goesOn),
      training: try finalLoss(of: .training(most: finalLength), by: keptWeights(), while: goesOn),
      nGram: try workers.byFirst {
        try source.nGramLoss(heldOut: finalLength, counting: comparedLength) { try Interruption.check(goesOn) }
      })
    (record.measured, record.pending) = (measured, nil)
  }

  /// Returns the loss of the kept weights over what is held out.
  private func keepBetterWeights(while goesOn: () -> Bool) throws -> MeanLoss? {
    let part = EvaluationPart.heldOut(most: finalLength)
    let kept = try finalLoss(of: part, by: keptWeights(), while: goesOn)
    let isSmallPart = record.plan.evaluationLength.map { $0 < finalLength } ?? false
    guard isComplete, isSmallPart, let kept, let step = record.bestStep, step != record.step else { return kept }
    let latest = try finalLoss(of: part, by: trainee.loaded, while: goesOn)
    guard let latest, latest.mean < kept.mean else { return kept }
    best.row.assign(parameters.row)
    // The loss of the last evaluation, which later ones can be compared with: they read the same part.
    (record.bestValidationLoss, record.bestStep) = (record.validationLoss, record.step)
    return latest
  }

  private func keptWeights() -> LoadedModel { record.bestStep == nil ? trainee.loaded : trainee.loading(best) }

  private func finalLoss(of part: EvaluationPart, by model: LoadedModel, while goesOn: () -> Bool) throws -> MeanLoss? {
    let loss = try sharedLoss(of: part, by: model, while: goesOn)
    if let mean = loss?.mean, !mean.isFinite { throw TrainingError.diverged(step: record.step, loss: mean) }
    return loss
  }

  /// The mean loss of a part of the examples, of which each process measures its share; nil of an empty part.
  ///
  /// - goesOn: is asked in the first process alone: the others go on with their shares, whoever tells them to end.
  private func sharedLoss(of part: EvaluationPart, by model: LoadedModel, while goesOn: () -> Bool) throws -> MeanLoss?
  {
    guard let examples = source.examples(of: part) else { return nil }
    let count = examples.pieceCount(by: model)
    let shares = (0..<workers.count).map { count * $0 / workers.count..<count * ($0 + 1) / workers.count }
    var own: [LossSum]?
    do {
      own = try examples.lossSums(of: shares[workers.rank], by: model) {
        if workers.isFirst { try Interruption.check(goesOn) }
      }
    } catch is Interruption {}
    return try workers.complete(own, shares: shares).mean
  }
}

extension Communicator {
  /// The losses of all pieces, of which each process has added up its share.
  ///
  /// - own: nil where this process is the first one and was interrupted.
  /// - Throws: `Interruption` in all processes where the first one was interrupted.
  fileprivate func complete(_ own: [LossSum]?, shares: [Range<Int>]) throws(Interruption) -> [LossSum] {
    if decide({ own == nil ? 1 : 0 }) == 1 { throw Interruption() }
    var numbers = [Double](repeating: 0, count: 2 * (shares.last?.upperBound ?? 0))
    for (piece, loss) in zip(shares[rank], own ?? []) {
      (numbers[2 * piece], numbers[2 * piece + 1]) = (loss.sum, Double(loss.count))
    }
    gather(&numbers, slices: shares.map { 2 * $0.lowerBound..<2 * $0.upperBound })
    return stride(from: 0, to: numbers.count, by: 2).map { LossSum(sum: numbers[$0], count: Int(numbers[$0 + 1])) }
  }

  /// What the first process does while the others wait.
  ///
  /// - Returns: nil in the others.
  /// - Throws: `Interruption` in all processes; any other error in the first alone, which ends all.
  fileprivate func byFirst<Result>(_ work: () throws -> Result?) throws -> Result? {
    var result: Result?
    let isInterrupted = try decide {
      do { result = try work() } catch is Interruption { return 1 }
      return 0
    }
    if isInterrupted == 1 { throw Interruption() }
    return result
  }
}
