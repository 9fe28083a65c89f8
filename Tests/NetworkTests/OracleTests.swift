import Kernels
import Network
import Testing

@Suite struct OracleTests {
  static let cases: [(configuration: ModelConfiguration, steps: Int, batchSize: Int)] = [
    (ModelConfiguration(vocabularySize: 7, input: .embedding(size: 4), hiddenSizes: [5, 3]), 6, 2),
    (ModelConfiguration(vocabularySize: 5, input: .oneHot, hiddenSizes: [2, 4, 1], dropout: 0.25), 3, 6),
  ]

  @Test(arguments: cases.indices) func backwardMatchesCentralDifferences(index: Int) throws {
    let (configuration, steps, batchSize) = Self.cases[index]
    let fixture = try Fixture(configuration, steps: steps, batchSize: batchSize)
    let (tokens, targets) = (fixture.tokens, fixture.targets)
    var oracle = Oracle(fixture.model, fixture.parameters)
    if configuration.dropout > 0 {
      var generator = Philox(seed: 4)
      oracle.dropoutMasks = configuration.hiddenSizes.map { size in
        (0..<tokens.count * size).map { _ in 2 * generator.nextUnit() }
      }
    }
    var state = Oracle.state(fixture.someState())
    let exact = oracle.gradients(tokens: tokens, targets: targets, batchSize: batchSize, state: state)

    /// The slope of the loss along one number, from four points: the error is step⁴ and 2⁻⁵² / step.
    func slope(_ move: (Double) -> Void) -> Double {
      let step = 1e-3
      func loss(_ distance: Double) -> Double {
        move(distance)
        defer { move(-distance) }
        return oracle.forward(tokens: tokens, targets: targets, batchSize: batchSize, state: state).meanLossNats
      }
      return (8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step)
    }

    /// Both errors are near 10⁻¹² where gradients are near 0.01.
    func expectClose(_ exact: [Double], _ what: String, _ slope: (Int) -> Double) {
      let largest = exact.map(abs).max() ?? 0
      for i in exact.indices {
        let measured = slope(i)
        #expect(abs(exact[i] - measured) <= 1e-8 * largest, "\(what)[\(i)] of case \(index): \(exact[i]), \(measured)")
      }
    }

    for (name, gradient) in exact.parameters {
      expectClose(gradient, name) { i in slope { oracle.parameters[name]?[i] += $0 } }
    }
    for layer in configuration.hiddenSizes.indices {
      expectClose(exact.state.hiddens[layer], "h[−1] of layer \(layer)") { i in
        slope { state.hiddens[layer][i] += $0 }
      }
      expectClose(exact.state.cells[layer], "c[−1] of layer \(layer)") { i in slope { state.cells[layer][i] += $0 } }
    }
  }
}
