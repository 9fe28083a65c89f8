import Kernels
import Network

extension CellKind {
  /// Where cells differ from the standard ones, in words.
  var peculiarities: [String] {
    switch self {
    case .gated: variant.peculiarities
    case .normalized: variant.peculiarities + ["layer normalisation"]
    case .projected(_, let size): variant.peculiarities + ["projected to \(size)"]
    }
  }
}

extension CellVariant {
  /// The gates with weights of their own, in the order i, f, o.
  var gateNames: [String] {
    (hasInputGate ? ["i"] : []) + (forgetGate == .own ? ["f"] : []) + (hasOutputGate ? ["o"] : [])
  }

  /// Where it differs from the standard cell, in words.
  package var peculiarities: [String] {
    var result: [String] = []
    if hasPeepholes { result.append("peepholes") }
    if !hasInputGate { result.append("no input gate") }
    if forgetGate == .none { result.append("no forget gate") }
    if forgetGate == .coupled { result.append("coupled input and forget gate") }
    if !hasOutputGate { result.append("no output gate") }
    if hasFullGateRecurrence { result.append("full gate recurrence") }
    if inputActivation != .tanh {
      result.append(
        inputActivation == .identity ? "no input activation" : "\(inputActivation.rawValue) input activation")
    }
    if outputActivation != .tanh {
      result.append(
        outputActivation == .identity ? "no output activation" : "\(outputActivation.rawValue) output activation")
    }
    return result
  }
}
