import Checkpoints
import Network

// What every field of a record may hold: a record comes from a file that anybody may have written. Within these bounds
// no step divides by zero, and none adds up to more than Int holds.

/// More than anybody makes, and small enough that a few of them can be multiplied by a small number.
private let counts = 0...1 << 48

extension TrainingRecord {
  /// Throws the first field that is outside of its domain.
  func check() throws(FieldError) {
    try FieldError.check("data.count", data.count, in: 1...counts.upperBound)
    guard UInt64(data.fingerprint, radix: 16) != nil else {
      throw FieldError(field: "data.fingerprint", problem: "is no hexadecimal number of 64 bits")
    }
    try plan.check(examples: data.count)
    try checkProgress()
    try checkLosses()
    if let name = origin?.name, name.isEmpty { throw FieldError(field: "origin.name", problem: "is empty") }
    try origin?.heldOut?.check("origin.heldOut")
  }

  /// How far the training has come.
  private func checkProgress() throws(FieldError) {
    try FieldError.check("step", step, in: 0...(plan.totalSteps ?? counts.upperBound))
    // A pass over the data has fewer steps than the data has tokens, or rows.
    try FieldError.check("position.epoch", position.epoch, in: 0...step)
    try FieldError.check("position.offset", position.offset, in: 0...data.count)
    let most = (position.epoch + 1).multiplied(by: data.count)
    guard step <= most else {
      throw FieldError(
        field: "step",
        problem: "is \(step), and \(position.epoch) passes over \(data.count) examples are at most \(most)")
    }
    try FieldError.check("bestStep", bestStep, in: 0...step)
    try FieldError.check("usedSeconds", usedSeconds, in: .from(0, to: 1e12))
  }

  private func checkLosses() throws(FieldError) {
    try FieldError.check("bestValidationLoss", bestValidationLoss, in: .loss)
    try FieldError.check("validationLoss", validationLoss, in: .loss)
    try FieldError.check("smoothedLoss", smoothedLoss, in: .loss)
    try measured?.heldOut?.check("measured.heldOut")
    try measured?.training?.check("measured.training")
    guard let nGram = measured?.nGram else { return }
    try FieldError.check("measured.nGram.order", nGram.order, in: 1...1000)
    try nGram.heldOut.check("measured.nGram.heldOut")
    try FieldError.check("measured.nGram.counted", nGram.counted, in: 0...data.count)
  }
}

extension MeanLoss {
  fileprivate func check(_ field: String) throws(FieldError) {
    try FieldError.check("\(field).mean", mean, in: .loss)
    try FieldError.check("\(field).count", count, in: counts)
  }
}

extension TrainingPlan {
  /// - examples: the tokens of a text, or the rows of a series.
  fileprivate func check(examples: Int) throws(FieldError) {
    try FieldError.check("plan.batchSize", batchSize, in: 1...examples)
    try FieldError.check("plan.parts", parts, in: 1...batchSize)
    try Self.checkDivisor("plan.parts", partCount, of: batchSize)
    try FieldError.check("plan.microBatchSize", microBatchSize, in: 1...batchSize)
    try Self.checkDivisor("plan.microBatchSize", streamsAtOnce, of: batchSize / partCount)
    try FieldError.check("plan.sequenceLength", sequenceLength, in: 1...examples)
    try optimizer.check()
    try schedule.check("plan.schedule.")
    try FieldError.check("plan.largestGradientNorm", largestGradientNorm, in: .above(0, to: 1e9))
    try FieldError.check("plan.validationShare", validationFraction, in: .halfOpen(0, below: 1))
    try FieldError.check("plan.totalSteps", totalSteps, in: counts)
    try FieldError.check("plan.seconds", seconds, in: .above(0, to: 1e9))
    try FieldError.check("plan.evaluationInterval", evaluationInterval, in: 1...counts.upperBound)
    try FieldError.check("plan.evaluationLength", evaluationLength, in: counts)
  }

  private static func checkDivisor(_ field: String, _ value: Int, of number: Int) throws(FieldError) {
    if !number.isMultiple(of: value) {
      throw FieldError(field: field, problem: "is \(value); a divisor of \(number) expected")
    }
  }
}

extension OptimizerSettings {
  fileprivate func check() throws(FieldError) {
    try FieldError.check("plan.optimizer.learningRate", learningRate, in: .above(0, to: 1e6))
    try FieldError.check("plan.optimizer.weightDecay", weightDecay, in: .from(0, to: 1000))
    try FieldError.check("plan.optimizer.gradientMemory", gradientMemory, in: .halfOpen(0, below: 1))
  }
}

extension LearningRateSchedule {
  /// Throws where the warm-up is negative, or where the moves do not go upwards, each before the end that it moved.
  ///
  /// - path: where the schedule is in the record, with a point behind.
  func check(_ path: String) throws(FieldError) {
    try FieldError.check("\(path)warmUpSteps", warmUpSteps, in: counts)
    var next = 1
    for (index, move) in (moves ?? []).enumerated() {
      try FieldError.check("\(path)moves[\(index)].step", move.step, in: next...counts.upperBound)
      try FieldError.check("\(path)moves[\(index)].formerEnd", move.formerEnd, in: move.step...counts.upperBound)
      next = min(move.step + 1, counts.upperBound)
    }
  }
}
