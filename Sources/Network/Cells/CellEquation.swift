import Kernels

/// One equation of a step, as the cell states it, and where its result stands after the step.
struct CellEquation: Sendable {
  /// The left side.
  let name: String
  /// The right side.
  let formula: String
  /// Where the result stands; nil for a definition that the equations after it refer to.
  let place: QuantityPlace?
}

extension CellVariant {
  /// The letter of each block of the sums, in their order.
  var blockNames: [String] {
    (hasInputGate ? ["i"] : []) + (forgetGate == .own ? ["f"] : []) + ["g"] + (hasOutputGate ? ["o"] : [])
  }

  /// The equations from the sums to c, and to the output gate.
  ///
  /// - sum: how the sum of a block is written, given the block's letter.
  func equations(sum: (String) -> String) -> [CellEquation] {
    func gate(_ name: String, sees cell: String) -> String {
      "σ(\(sum(name))\(hasPeepholes ? " + p_\(name) ∘ \(cell)" : ""))"
    }
    var result: [CellEquation] = []
    if let inputBlock {
      result.append(CellEquation(name: "i", formula: gate("i", sees: "c[t−1]"), place: .block(inputBlock)))
    }
    if let forgetBlock {
      result.append(CellEquation(name: "f", formula: gate("f", sees: "c[t−1]"), place: .block(forgetBlock)))
    } else if forgetGate == .coupled, let inputBlock {
      result.append(CellEquation(name: "f", formula: "1 − i", place: .complement(ofBlock: inputBlock)))
    }
    result.append(
      CellEquation(name: "g", formula: inputActivation.applied(to: sum("g")), place: .block(candidateBlock)))
    let (kept, entering) = (forgetGate == .none ? "c[t−1]" : "f ∘ c[t−1]", hasInputGate ? "i ∘ g" : "g")
    result.append(CellEquation(name: "c", formula: "\(kept) + \(entering)", place: .state(1)))
    if let outputBlock {
      result.append(CellEquation(name: "o", formula: gate("o", sees: "c"), place: .block(outputBlock)))
    }
    return result
  }

  /// What the output gate lets through of something.
  func shown(_ cell: String) -> String { (hasOutputGate ? "o ∘ " : "") + outputActivation.applied(to: cell) }
}

extension CellVariant.Activation {
  fileprivate func applied(to argument: String) -> String { self == .identity ? argument : "\(rawValue)(\(argument))" }
}
