import Kernels
import Network
import Testing

@Suite struct OracleTests {
  /// The usual cell in a stack, and all other kinds of network and cell.
  static let cases: [GradientTests.Case] =
    [
      .init(V: 7, E: 4, H: [5, 3], T: 6, B: 2),
      .init(V: 5, H: [2, 4, 1], T: 3, B: 6, dropout: 0.25),
    ] + GradientTests.networks.filter { $0.testDescription != "both directions over one-hot tokens" }
    + GradientTests.variants + GradientTests.kinds

  @Test(arguments: cases) func backwardMatchesCentralDifferences(of example: GradientTests.Case) throws {
    let configuration = example.configuration
    // A seed with which no relu turns within the step.
    let fixture = try Fixture(configuration, steps: example.steps, batchSize: example.batchSize, seed: 2)
    var oracle = fixture.oracle(
      dropout: DropoutDraw(
        rate: configuration.dropout, recurrentRate: configuration.recurrentDropout, seed: 4, draw: 2))
    var state = Oracle.state(fixture.someState())
    let exact = oracle.gradients(fixture.example, state: state)

    /// The slope of the loss along one number, from four points: the error is step⁴ and 2⁻⁵² / step. A relu must not
    /// turn within the step, and layer normalisation divides by deviations that may be small themselves.
    let isSharp = oracle.directions.contains { $0.isNormalized || $0.variant.inputActivation == .relu }
    let step = isSharp ? 1e-4 : 1e-3
    func slope(_ move: (Double) -> Void) -> Double {
      func loss(_ distance: Double) -> Double {
        move(distance)
        defer { move(-distance) }
        return oracle.forward(fixture.example, state: state).meanLoss
      }
      return (8 * (loss(step) - loss(-step)) - (loss(2 * step) - loss(-2 * step))) / (12 * step)
    }

    /// Both errors are near 10⁻¹² where gradients are near 0.01.
    func expectClose(_ exact: [Double], _ what: String, _ slope: (Int) -> Double) {
      let largest = exact.map(abs).max() ?? 0
      // Some of the many numbers of a large parameter.
      for i in stride(from: 0, to: exact.count, by: exact.count > 100 ? 31 : 1) {
        let measured = slope(i)
        #expect(abs(exact[i] - measured) <= 1e-8 * largest, "\(what)[\(i)]: \(exact[i]), \(measured)")
      }
    }

    for (name, gradient) in exact.parameters {
      expectClose(gradient, name) { i in slope { oracle.parameters[name]?[i] += $0 } }
    }
    for index in oracle.directions.indices {
      expectClose(exact.state.hiddens[index], "h[−1] of direction \(index)") { i in
        slope { state.hiddens[index][i] += $0 }
      }
      expectClose(exact.state.cells[index], "c[−1] of direction \(index)") { i in
        slope { state.cells[index][i] += $0 }
      }
    }
    for index in exact.state.gates.indices {
      expectClose(exact.state.gates[index], "gates[−1] of direction \(index)") { i in
        slope { state.gates[index][i] += $0 }
      }
    }
  }
}
