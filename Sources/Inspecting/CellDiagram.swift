/// What there is to draw of one LSTM cell, after the variants of Greff et al., "LSTM: A Search Space Odyssey" (2015).
public struct CellDiagram: Hashable, Sendable {
  /// Where the forget gate comes from.
  public enum ForgetGate: Hashable, Sendable {
    /// Weights of its own.
    case own
    /// 1 − input gate.
    case coupled
    /// None: the cell keeps everything.
    case none
  }

  /// A function on the way into or out of the cell.
  public enum Activation: String, Hashable, Sendable {
    /// Between −1 and 1.
    case tanh
    /// Nothing below 0.
    case relu
    /// None; it is not drawn.
    case identity
  }

  /// Whether a gate decides how much of the candidate enters.
  public var hasInputGate: Bool
  /// What decides how much the cell keeps.
  public var forgetGate: ForgetGate
  /// Whether a gate decides how much of the cell is shown.
  public var hasOutputGate: Bool
  /// Whether the gates see the cell itself (Gers and Schmidhuber 2000).
  public var hasPeepholes: Bool
  /// Whether the gates see all gates of the step before.
  public var hasFullGateRecurrence: Bool
  /// The candidate's function.
  public var inputActivation: Activation
  /// The function between the cell and what it shows.
  public var outputActivation: Activation

  /// A cell; the defaults are the standard one (Gers, Schmidhuber and Cummins 2000). A coupled forget gate needs an
  /// input gate.
  public init(
    hasInputGate: Bool = true, forgetGate: ForgetGate = .own, hasOutputGate: Bool = true, hasPeepholes: Bool = false,
    hasFullGateRecurrence: Bool = false, inputActivation: Activation = .tanh, outputActivation: Activation = .tanh
  ) {
    precondition(forgetGate != .coupled || hasInputGate, "a forget gate coupled to an input gate that is missing")
    (self.hasInputGate, self.forgetGate, self.hasOutputGate) = (hasInputGate, forgetGate, hasOutputGate)
    (self.hasPeepholes, self.hasFullGateRecurrence) = (hasPeepholes, hasFullGateRecurrence)
    (self.inputActivation, self.outputActivation) = (inputActivation, outputActivation)
  }

  /// The gates with weights of their own, in the order i, f, o.
  var gateNames: [String] {
    (hasInputGate ? ["i"] : []) + (forgetGate == .own ? ["f"] : []) + (hasOutputGate ? ["o"] : [])
  }

  /// Where it differs from the standard cell, in words.
  var peculiarities: [String] {
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
