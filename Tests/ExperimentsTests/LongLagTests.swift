import Experiments
import Kernels
import Network
import Testing

@Suite struct LongLagTests {
  /// A short lag, which every cell learns, and one that a cell with a forget gate cannot reach in a few steps.
  @Test func theCellWithoutForgetGateRemembersLonger() throws {
    let experiment = LongLagExperiment(hiddenSize: 8, mostSteps: 250, learningRate: 0.01, threads: 1)
    let old = try #require(ComparedCells.all.first { $0.name == "original" }?.kind)
    let short = try experiment.outcome(cell: .gated(CellVariant()), lag: 4)
    #expect(short.sequences != nil && short.bits < LongLagExperiment.solvedBits, "\(short)")
    let (without, with) = (
      try experiment.outcome(cell: old, lag: 60), try experiment.outcome(cell: .gated(.init()), lag: 60)
    )
    #expect(without.sequences != nil, "\(without)")
    // Chance is 1 bit.
    #expect(with.sequences == nil && with.bits > 0.9, "\(with)")
  }

  @Test func theSameSeedGivesTheSameOutcome() throws {
    let outcomes = try [1, 2].map {
      try LongLagExperiment(hiddenSize: 4, mostSteps: 10, threads: $0).outcome(
        cell: .gated(.coupled), lag: 5, rngSeed: 3)
    }
    #expect(outcomes[0] == outcomes[1])
    var told: [Double] = []
    _ = try LongLagExperiment(hiddenSize: 4, mostSteps: 4, threads: 1).outcome(cell: .gated(.coupled), lag: 5) {
      told.append($0)
    }
    #expect(told == [0.25, 0.5, 0.75, 1])
  }
}
