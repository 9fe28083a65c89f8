import Experiments
import TestSupport
import TextEncoding
import Testing

@Suite struct VariantsExperimentTests {
  @Test func theRateThatSuitsACellIsTold() throws {
    let text = String(repeating: "The lamp burns. The sea is cold.\n", count: 400)
    try withCorpus(text) { tokenizer, corpus, _ in
      // Each look at the clock is a hundredth of a second later, so that the steps do not depend on the computer.
      nonisolated(unsafe) var time = 0.0
      let experiment = try VariantsExperiment(
        tokenizer: tokenizer, corpus: corpus, seconds: 0.005, hiddenSize: 12, threads: 1
      ) {
        time += 0.01
        return time
      }
      let outcome = try experiment.outcome(
        of: ComparedCells.all[0].kind, seeds: 2, rates: [1e-9, 1e-2])
      #expect(outcome.learningRate == 1e-2 && outcome.bits.count == 2)
      #expect(outcome.bits.allSatisfy(\.isFinite) && outcome.range >= 0)
      // Twenty steps of 32 × 64 characters between two looks at the clock, which is a sum of hundredths.
      #expect(abs(outcome.charactersPerSecond / (20 * 32 * 64 / 0.01) - 1) < 1e-9)
    }
  }
}
