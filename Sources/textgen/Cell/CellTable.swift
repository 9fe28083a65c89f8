import Network
import Notation

/// What cells did with numbers of one's own, as a table or as JSON.
struct CellTable {
  /// The cell's name.
  let cell: String
  /// H
  let size: Int
  /// Where the weights come from, in words.
  let source: String
  let weights: [CellCalculation.Weight]

  /// The weights, then each step with its equations.
  func lines(_ steps: [CellCalculation.Step]) -> [String] {
    let inputs = steps.first?.input.count ?? 0
    var lines = [
      "\(cell) cell: \(counted(size, "cell")), \(counted(inputs, "input")) a step; weights \(source)", "", "weights",
    ]
    let weightRows = weights.flatMap { weight in
      weight.rows.enumerated().map { at, row in
        ("\(at == 0 ? weight.name : "")", at > 0 && weight.rows[at - 1].gate == row.gate ? "" : row.gate, row.values)
      }
    }
    let names = weightRows.map(\.0.count).max() ?? 0
    lines += weightRows.map { "  \($0.0.padded(names))  \($0.1.padded(1))\(Self.numbers($0.2))" }
    let equations = steps.first?.results.map { "\($0.name) = \($0.formula)".count } ?? []
    let width = max(8, equations.max() ?? 0)
    for (number, step) in steps.enumerated() {
      lines += ["", "step \(number + 1)"]
      let given = [("x", step.input), ("h[t−1]", step.previousHidden), ("c[t−1]", step.previousCell)]
      for (name, values) in given + step.results.map({ ("\($0.name) = \($0.formula)", $0.values) }) {
        lines.append(values.isEmpty ? "  \(name)" : "  \(name.padded(width))\(Self.numbers(values))")
      }
    }
    return lines
  }

  private static func numbers(_ values: [Float]) -> String {
    values.map { "  " + decimal(Double($0), 4).padded(-8) }.joined()
  }

  private struct Weights: Encodable {
    let event = "weights"
    let cell: String
    let weights: [String: [[Float]]]
  }

  private struct Step: Encodable {
    struct Equation: Encodable {
      let name, formula: String
      let values: [Float?]?
    }

    let event = "step"
    let step: Int
    let x: [Float]
    let previous_h, previous_c: [Float?]
    let equations: [Equation]
  }

  /// JSON has no word for a result that is no finite number: null.
  private static func finite(_ values: [Float]) -> [Float?] { values.map { $0.isFinite ? $0 : nil } }

  /// One object with the weights, then one for each step.
  func writeJSON(_ steps: [CellCalculation.Step]) throws {
    let named = weights.map { ($0.name, $0.rows.map(\.values)) }
    try JSONLine.write(Weights(cell: cell, weights: Dictionary(uniqueKeysWithValues: named)))
    for (number, step) in steps.enumerated() {
      try JSONLine.write(
        Step(
          step: number + 1, x: step.input, previous_h: Self.finite(step.previousHidden),
          previous_c: Self.finite(step.previousCell),
          equations: step.results.map {
            Step.Equation(
              name: $0.name, formula: $0.formula,
              values: $0.values.isEmpty ? nil : Self.finite($0.values))
          }))
    }
  }
}
