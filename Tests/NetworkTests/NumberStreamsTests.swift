import Kernels
import Network
import Testing

@Suite struct NumberStreamsTests {
  /// What a network of carried state says of numbers after each row, row by row and in chunks, beside the oracle's one
  /// pass in double precision.
  @Test(arguments: [1, 3, 4, 12]) func chunksOfNumbersSayWhatTheOracleSaysInOnePass(chunk: Int) throws {
    let fixture = try Fixture(
      ModelConfiguration(
        input: .features(size: 3), layers: [.init(hiddenSize: 19), .init(hiddenSize: 6)], output: .linear(size: 1)),
      steps: 12, batchSize: 2, seed: 5)
    let empty = RecurrentState(model: fixture.model, batchSize: 2)
    let exact = fixture.oracle().forward(fixture.example, state: Oracle.state(empty)).logits.map { $0[0] }
    guard case .features(let rows) = fixture.input else { preconditionFailure("a fixture without numbers") }
    let (whole, pass) = (Pass(fixture.loaded, steps: 12, streams: 2), Pass(fixture.loaded, steps: chunk, streams: 2))
    let (expected, found) = (Matrix(rows: 24, columns: 1), Matrix(rows: 24, columns: 1))
    whole.outputs(of: whole.forward(.features(rows)), into: expected)
    for first in stride(from: 0, to: 24, by: 2 * chunk) {
      let block = first..<first + 2 * chunk
      pass.outputs(of: pass.forward(.features(rows.rows(block))), into: found.rows(block))
    }
    #expect(found.values == expected.values)
    // Outputs of about 1, each a sum of a few terms that went through twelve steps.
    for row in 0..<24 { #expect(abs(Double(found[row, 0]) - exact[row]) < 1e-5, "row \(row)") }
  }
}
