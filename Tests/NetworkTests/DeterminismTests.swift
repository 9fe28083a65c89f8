import Kernels
import Network
import Testing

@Suite struct DeterminismTests {
  static let configuration = ModelConfiguration(
    vocabularySize: 11, input: .embedding(size: 5), hiddenSizes: [19, 33], dropout: 0.3)

  static let oneHot = ModelConfiguration(vocabularySize: 8, input: .oneHot, hiddenSizes: [21])

  /// Chunks and streams that n-grams reach back over.
  static let nGrams = ModelConfiguration(
    vocabularySize: 5, input: .ngrams(size: 18, longest: 5, rows: 64), hiddenSizes: [21], dropout: 0.3)

  /// Forty streams are enough to work step by step with one and two threads and too few with three.
  @Test(arguments: [configuration, nGrams], [5, 40])
  func anyThreadCountGivesTheSameBits(configuration: ModelConfiguration, batchSize: Int) throws {
    let runs = try [1, 2, 3].map { threads in
      let fixture = try Fixture(configuration, steps: 7, batchSize: batchSize, threads: threads)
      let (loss, gradients, _) = fixture.gradients(dropout: DropoutDraw(rate: 0.3, seed: 1, draw: 2))
      return (loss, gradients.row.values)
    }
    #expect(runs[0].0 == runs[1].0 && runs[0].0 == runs[2].0)
    #expect(runs[0].1 == runs[1].1)
    #expect(runs[0].1 == runs[2].1)
  }

  /// With forty streams the gates of the pieces, which nobody reads again, take turns in the same rows.
  @Test(arguments: [oneHot, configuration, nGrams], [3, 40])
  func chunksEqualTheWhole(configuration: ModelConfiguration, batchSize: Int) throws {
    let steps = 12
    let fixture = try Fixture(configuration, steps: steps, batchSize: batchSize)
    let state = fixture.someState()
    let pass = Pass(fixture.trainee.loaded, steps: steps, streams: batchSize)
    pass.state = state
    let whole = pass.forward(fixture.input).values
    for chunk in [1, 4, 6] {
      let pass = Pass(fixture.trainee.loaded, steps: chunk, streams: batchSize)
      let carried = fixture.someState()
      pass.state = carried
      var pieces: [Float] = []
      for first in stride(from: 0, to: steps, by: chunk) {
        let tokens = Array(fixture.tokens[first * batchSize..<(first + chunk) * batchSize])
        pieces += pass.forward(.tokens(tokens)).values
      }
      #expect(pieces == whole, "chunks of \(chunk)")
      #expect(carried.cells.map(\.values) == state.cells.map(\.values), "chunks of \(chunk)")
    }
  }

  /// The batch is read as in training, the stream with a table of all tokens, as for generating.
  @Test(arguments: [oneHot, configuration, nGrams])
  func oneStreamEqualsItsRowOfABatch(configuration: ModelConfiguration) throws {
    let fixture = try Fixture(configuration, steps: 6, batchSize: 4)
    let batch = Pass(fixture.trainee.loaded, steps: 6, streams: 4).forward(fixture.input)
    let pass = Pass(fixture.loaded, steps: 1, streams: 1)
    for t in 0..<6 {
      let row = pass.forward(.tokens([fixture.tokens[t * 4 + 2]]))
      #expect(row.values == batch.rows(t * 4 + 2..<t * 4 + 3).values, "step \(t)")
    }
  }
}
