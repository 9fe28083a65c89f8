import Testing
import Training

@Suite struct EvaluationCostTests {
  /// Reading an example costs a third of learning from it; a part's warm-up is at most as long as the part.
  private func fraction(of cost: EvaluationCost, steps: Int, batch: Int) -> Double {
    let length = cost.length
    let evaluations = steps / cost.interval(length: length)
    return Double(evaluations * (length + min(length, 4096))) / 3 / Double(steps * batch)
  }

  @Test(arguments: [3, 40, 500, 3000, 100_000], [32, 1024, 4096]) func evaluationsCostLittle(steps: Int, batch: Int) {
    for heldOut in [60, 5000, 111_000, 250_000] {
      let cost = EvaluationCost(steps: steps, examplesPerBatch: batch, heldOut: heldOut)
      let spent = fraction(of: cost, steps: steps, batch: batch)
      // One evaluation, of the least length that says something, is always made.
      let least = Double(2 * min(heldOut, 1024)) / 3 / Double(steps * batch)
      #expect(spent <= max(EvaluationCost.fraction + 1e-9, least + 1e-9), "\(spent) of \(steps) × \(batch), \(heldOut)")
      #expect(cost.length <= heldOut && cost.finalLength <= heldOut)
      #expect((1...30).contains(steps / cost.interval(length: cost.length)))
    }
  }

  @Test func longTrainingsReadAllThatIsHeldOut() {
    let cost = EvaluationCost(steps: 30_000, examplesPerBatch: 1024, heldOut: 111_000)
    #expect(cost.finalLength == 111_000)
    #expect(cost.length > 20_000)
    #expect(30_000 / cost.interval(length: cost.length) >= 20)
  }

  @Test func nothingHeldOutIsMeasuredOnWhatWasLearnt() {
    let cost = EvaluationCost(steps: 1000, examplesPerBatch: 100, heldOut: 0)
    #expect(cost.length == 0 && cost.finalLength >= 1024)
  }
}
