import Glibc

/// What can be looked at in a cell.
public enum CellQuantity: String, CaseIterable, Codable, Sendable {
  /// The cell's state, seen through tanh.
  case cell
  /// How much of the candidate enters.
  case inputGate
  /// How much of the state is kept.
  case forgetGate
  /// How much of the state is shown.
  case outputGate
  /// What may enter.
  case candidate
  /// What the layer passes on.
  case hidden

  /// Whether it lies between 0 and 1 instead of −1 and 1.
  public var isGate: Bool { Self.gates.contains(self) }

  /// The three gates.
  public static let gates: [CellQuantity] = [.inputGate, .forgetGate, .outputGate]

  var name: String {
    switch self {
    case .cell: "cell, tanh(c)"
    case .inputGate: "input gate"
    case .forgetGate: "forget gate"
    case .outputGate: "output gate"
    case .candidate: "candidate"
    case .hidden: "hidden state"
    }
  }

  /// A value's place in the colours, from −1 to 1: a gate of 0.5 is as neutral as a cell of 0, and what lies
  /// beyond ±1 has the colour of the end.
  func shade(of value: Float) -> Float {
    let scaled =
      switch self {
      case .cell: tanh(value)
      case .inputGate, .forgetGate, .outputGate: 2 * value - 1
      case .candidate, .hidden: value
      }
    return max(-1, min(1, scaled))
  }
}
