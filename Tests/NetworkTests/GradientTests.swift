import Kernels
import Network
import Testing

@Suite struct GradientTests {
  struct Case: CustomTestStringConvertible {
    let configuration: ModelConfiguration
    let steps, batchSize: Int
    let testDescription: String

    init(
      V vocabularySize: Int, E embeddingSize: Int? = nil, H hiddenSizes: [Int], T steps: Int, B batchSize: Int,
      dropout: Float = 0
    ) {
      configuration = ModelConfiguration(
        vocabularySize: vocabularySize, input: embeddingSize.map { .embedding(size: $0) } ?? .oneHot,
        hiddenSizes: hiddenSizes, dropout: dropout)
      (self.steps, self.batchSize) = (steps, batchSize)
      testDescription = "V \(vocabularySize), E \(embeddingSize ?? 0), H \(hiddenSizes), T \(steps), B \(batchSize)"
    }

    /// Each operation is off by 2⁻²⁴ of its terms. A few dozen of them lie between the loss and any gradient; beside
    /// those, what reaches h is a sum over V, whose roundings add up like a random walk.
    var bound: Double { 5e-6 + Double(configuration.vocabularySize).squareRoot() * 0x1p-22 }
  }

  static let cases = [
    Case(V: 7, E: 3, H: [5, 4], T: 6, B: 2),
    Case(V: 9, H: [6], T: 5, B: 3),
    Case(V: 2, H: [1, 17, 3], T: 4, B: 5),
    // One class: every probability is 1 and every gradient 0.
    Case(V: 1, H: [2], T: 3, B: 4),
    Case(V: 5, E: 1, H: [2, 3], T: 4, B: 6),
    Case(V: 6, E: 4, H: [3, 2], T: 1, B: 5),
    Case(V: 67, E: 21, H: [33, 50], T: 9, B: 4),
    Case(V: 67, H: [50, 18, 33], T: 5, B: 8),
    Case(V: 29, E: 16, H: [32, 48], T: 7, B: 1),
    // More rows than the products sum at once.
    Case(V: 11, H: [17], T: 20, B: 13),
    // More logits than the head keeps at once.
    Case(V: 40_000, E: 3, H: [2], T: 8, B: 5),
    Case(V: 19, E: 5, H: [21, 34], T: 6, B: 3, dropout: 0.25),
    Case(V: 13, H: [9, 6, 20], T: 4, B: 7, dropout: 0.5),
  ]

  private static func exactGradients(_ fixture: Fixture, dropout: DropoutDraw?) -> Oracle.Gradients {
    var oracle = Oracle(fixture.model, fixture.parameters)
    if let dropout {
      oracle.dropoutMasks = fixture.model.layers.enumerated().map { index, layer in
        let mask = Matrix(rows: fixture.tokens.count, columns: layer.hiddenSize)
        fillDropoutMask(
          mask, rate: dropout.rate, seed: dropout.seed, stream: dropout.stream(layer: index), on: fixture.team)
        return mask.values.map(Double.init)
      }
    }
    return oracle.gradients(
      tokens: fixture.tokens, targets: fixture.targets, batchSize: fixture.trace.batchSize,
      state: Oracle.state(fixture.someState()))
  }

  @Test(arguments: cases) func everyGradientMatchesTheOracle(of example: Case) throws {
    let rate = example.configuration.dropout
    let draw = rate > 0 ? DropoutDraw(rate: rate, seed: 3, step: 11) : nil
    let fixtures = try [1, 2].map { threads in
      try Fixture(example.configuration, steps: example.steps, batchSize: example.batchSize, threads: threads)
    }
    let exact = Self.exactGradients(fixtures[0], dropout: draw)
    for var fixture in fixtures {
      let (loss, gradients) = fixture.gradients(dropout: draw)
      let context = "\(fixture.team.count) threads"
      // A mean of logarithms that are each right to a few of Float's 2⁻²⁴.
      #expect(abs(loss - exact.meanLossNats) <= 1e-6 * exact.meanLossNats, "loss, \(context)")
      for entry in fixture.model.layout.entries {
        let deviation = Deviation(of: gradients[entry.handle].values, from: exact.parameters[entry.name] ?? [])
        #expect(deviation.share <= example.bound, "\(entry.name), \(context): \(deviation)")
      }
      let state = fixture.model.initialStateGradients(packed: fixture.packed, trace: fixture.trace)
      for layer in fixture.model.layers.indices {
        let hidden = Deviation(of: state.hiddens[layer].values, from: exact.state.hiddens[layer])
        #expect(hidden.share <= example.bound, "h[−1] of layer \(layer), \(context): \(hidden)")
        let cell = Deviation(of: state.cells[layer].values, from: exact.state.cells[layer])
        #expect(cell.share <= example.bound, "c[−1] of layer \(layer), \(context): \(cell)")
      }
    }
  }
}
