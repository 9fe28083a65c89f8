import Foundation
import Kernels
import Network
import Testing

/// Every equation that a cell states, against the oracle and against the equation's own text.
@Suite struct CellCalculationTests {
  private static let kinds = CellKind.named.map(\.kind) + [.projected(CellVariant(), size: 2)]
  private static let inputs: [[Float]] = [[0.4, 0.5], [-1.1, 0.25], [0.7, -0.3]]

  private func calculation(_ kind: CellKind) throws -> CellCalculation {
    try CellCalculation(kind, inputSize: 2, size: 3)
  }

  private func steps(_ calculation: CellCalculation) -> [CellCalculation.Step] {
    calculation.steps(
      inputs: Self.inputs, hidden: Array([0.1, 0.2, -0.3].prefix(calculation.hiddenSize)), cell: [0.5, -0.4, 1.5],
      weights: calculation.weights(rngSeed: 3))
  }

  /// Follows the texts with a calculator of its own that knows ∘, +, −, σ and tanh.
  @Test(arguments: kinds.indices) func resultsObeyTheTextsOfTheEquations(index: Int) throws {
    let calculation = try calculation(Self.kinds[index])
    for step in steps(calculation) {
      var known: [String: [Float]] = ["c[t−1]": step.previousCell]
      var checked = 0
      for result in step.results {
        if let expected = Self.evaluate(result.formula, known) {
          checked += 1
          for (a, b) in zip(result.values, expected) {
            // Two products, a sum and a tanh in Float, each right to a few of 2⁻²⁴.
            #expect(abs(a - b) < 2e-6 * max(1, abs(b)), "\(result.name) = \(result.formula)")
          }
        }
        known[result.name] = result.values
      }
      // At least c, and what is shown of it.
      #expect(checked >= 2, "\(step.results.map(\.formula))")
    }
  }

  /// Of sums of products of known names; nil where a text has something else in it.
  private static func evaluate(_ text: String, _ known: [String: [Float]]) -> [Float]? {
    if let values = known[text] { return values }
    for (name, function) in [
      ("tanh", { Float(tanh(Double($0))) }), ("σ", { Float(1 / (1 + exp(-Double($0)))) }),
    ] as [(String, (Float) -> Float)] where text.hasPrefix("\(name)(") && text.hasSuffix(")") {
      guard !text.dropLast().contains(")") else { continue }
      return evaluate(String(text.dropFirst(name.count + 1).dropLast()), known).map { $0.map(function) }
    }
    for (sign, join) in [(" + ", { $0 + $1 }), (" − ", { $0 - $1 }), (" ∘ ", { $0 * $1 })]
      as [(String, (Float, Float) -> Float)]
    {
      let parts = text.components(separatedBy: sign)
      guard parts.count > 1 else { continue }
      let values = parts.map { $0 == "1" ? [1, 1, 1] : evaluate($0, known) }
      guard var sum = values[0] else { return nil }
      for part in values.dropFirst() {
        guard let part else { return nil }
        sum = zip(sum, part).map(join)
      }
      return sum
    }
    return nil
  }

  /// The sums are matrix products, which the evaluation above does not know.
  @Test func sumsAreThoseOfTheWeights() throws {
    let calculation = try calculation(.gated(.coupled))
    let weights = Dictionary(
      uniqueKeysWithValues: calculation.named(calculation.weights(rngSeed: 3)).map { ($0.name, $0.rows) })
    let (input, recurrent) = (try #require(weights["weight_ih"]), try #require(weights["weight_hh"]))
    let bias = try #require(weights["bias_ih"])
    for step in steps(calculation) {
      for (block, gate) in ["i", "g", "o"].enumerated() {
        let sum = try #require(step.results.first { $0.name == "z_\(gate)" })
        for unit in 0..<3 {
          let row = block * 3 + unit
          #expect(input[row].gate == gate && recurrent[row].gate == gate && bias[block].gate == gate)
          let (used, read) = (input[row].values + recurrent[row].values, step.input + step.previousHidden)
          var expected = Double(bias[block].values[unit])
          for (weight, number) in zip(used, read) { expected += Double(weight) * Double(number) }
          // Five products in Float of numbers below 2.
          #expect(abs(Double(sum.values[unit]) - expected) < 1e-6, "\(gate) \(unit)")
        }
      }
    }
  }

  @Test(arguments: kinds.indices) func theStateIsCarriedFromStepToStep(index: Int) throws {
    let calculation = try calculation(Self.kinds[index])
    let steps = steps(calculation)
    for (step, next) in zip(steps, steps.dropFirst()) {
      #expect(step.results.first { $0.name == "h" }?.values == next.previousHidden)
      #expect(step.results.first { $0.name == "c" }?.values == next.previousCell)
    }
    #expect(
      calculation.named(calculation.weights(rngSeed: 3)).flatMap(\.rows).flatMap(\.values).count
        == calculation.weightCount)
  }
}
