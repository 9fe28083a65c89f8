import Testing
import Training

@Suite struct TrainingPlanTests {
  @Test func evaluationsAreAtLeastTenAndAtMostAHundred() {
    for stepsPerEpoch in [1, 7, 100, 1_000_000] {
      for steps in [10, 99, 100, 101, 199, 200, 1234, 100_000] {
        let plan = TrainingPlan(rngSeed: 1, totalSteps: steps)
        let count = steps / plan.evaluationInterval(steps: steps, stepsPerEpoch: stepsPerEpoch)
        #expect((10...100).contains(count), "\(count) in \(steps) steps, \(stepsPerEpoch) an epoch")
      }
    }
    let fixed = TrainingPlan(rngSeed: 1, totalSteps: 50, evaluationInterval: 3)
    #expect(fixed.evaluationInterval(steps: 50, stepsPerEpoch: 7) == 3)
  }
}
