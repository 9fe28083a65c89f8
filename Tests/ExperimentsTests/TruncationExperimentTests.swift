import Experiments
import Testing

@Suite struct TruncationExperimentTests {
  /// What is asked for within T is learnt; at a lag of T no gradient tells the cells to keep it.
  @Test func whatIsRememberedEndsWhereGradientsEnd() throws {
    let experiment = TruncationExperiment(hiddenSize: 16, steps: 300, threads: 2)
    let (within, beyond) = (
      try experiment.heldOutBits(lag: 1, truncation: 4), try experiment.heldOutBits(lag: 4, truncation: 4)
    )
    // Chance is 3 bits; three hundred small steps do not end at 0.
    #expect(within < 1 && beyond > 2.7, "\(within), \(beyond)")
  }
}
