import Kernels
import Network
import Testing

@Suite struct DeterminismTests {
  static let configuration = ModelConfiguration(
    vocabularySize: 11, input: .embedding(size: 5), hiddenSizes: [19, 33], dropout: 0.3)

  /// Forty streams are enough to work step by step with one and two threads and too few with three.
  @Test(arguments: [5, 40]) func anyThreadCountGivesTheSameBits(batchSize: Int) throws {
    let runs = try [1, 2, 3].map { threads in
      var fixture = try Fixture(Self.configuration, steps: 7, batchSize: batchSize, threads: threads)
      let (loss, gradients) = fixture.gradients(dropout: DropoutDraw(rate: 0.3, seed: 1, step: 2))
      return (loss, gradients.row.values)
    }
    #expect(runs[0].0 == runs[1].0 && runs[0].0 == runs[2].0)
    #expect(runs[0].1 == runs[1].1)
    #expect(runs[0].1 == runs[2].1)
  }

  /// With forty streams the gates of the pieces, which nobody reads again, take turns in the same rows.
  @Test(arguments: [ModelConfiguration(vocabularySize: 8, input: .oneHot, hiddenSizes: [21]), configuration], [3, 40])
  func chunksEqualTheWhole(configuration: ModelConfiguration, batchSize: Int) throws {
    let steps = 12
    var fixture = try Fixture(configuration, steps: steps, batchSize: batchSize)
    let state = fixture.someState()
    let whole = fixture.model.forward(
      fixture.input, state: state, parameters: fixture.parameters, packed: fixture.packed,
      trace: &fixture.trace, on: fixture.team
    ).values
    for chunk in [1, 4, 6] {
      var trace = SequenceTrace(
        model: fixture.model, steps: chunk, batchSize: batchSize, forTraining: false)
      let carried = fixture.someState()
      var pieces: [Float] = []
      for first in stride(from: 0, to: steps, by: chunk) {
        let tokens = Array(fixture.tokens[first * batchSize..<(first + chunk) * batchSize])
        pieces +=
          fixture.model.forward(
            .tokens(tokens), state: carried, parameters: fixture.parameters, packed: fixture.packed, trace: &trace,
            on: fixture.team
          ).values
      }
      #expect(pieces == whole, "chunks of \(chunk)")
      #expect(carried.cells.map(\.values) == state.cells.map(\.values), "chunks of \(chunk)")
    }
  }

  /// The batch is read as in training, the stream with a table of all tokens, as for generating.
  @Test(arguments: [ModelConfiguration(vocabularySize: 8, input: .oneHot, hiddenSizes: [21]), configuration])
  func oneStreamEqualsItsRowOfABatch(configuration: ModelConfiguration) throws {
    var fixture = try Fixture(configuration, steps: 6, batchSize: 4)
    let packed = PackedWeights(model: fixture.model, forTraining: false)
    packed.pack(fixture.parameters, of: fixture.model, on: fixture.team)
    let batch = fixture.model.forward(
      fixture.input, state: RecurrentState(model: fixture.model, batchSize: 4),
      parameters: fixture.parameters, packed: fixture.packed, trace: &fixture.trace, on: fixture.team)
    var trace = SequenceTrace(model: fixture.model, steps: 1, batchSize: 1, forTraining: false)
    let state = RecurrentState(model: fixture.model, batchSize: 1)
    for t in 0..<6 {
      let row = fixture.model.forward(
        .tokens([fixture.tokens[t * 4 + 2]]), state: state, parameters: fixture.parameters, packed: packed,
        trace: &trace, on: fixture.team)
      #expect(row.values == batch.rows(t * 4 + 2..<t * 4 + 3).values, "step \(t)")
    }
  }
}
