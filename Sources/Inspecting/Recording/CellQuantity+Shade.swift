import Glibc
import Network

extension CellQuantity {
  /// A value as it is looked at: what a cell remembers, through tanh.
  func seen(_ value: Double) -> Double { kind == .memory ? tanh(value) : value }

  /// A value's place in the colours, from −1 to 1: a gate of 0.5 is as neutral as a cell of 0, and what lies
  /// beyond ±1 has the colour of the end.
  func shade(of value: Float) -> Float {
    let scaled =
      switch kind {
      case .memory: tanh(value)
      case .gate: 2 * value - 1
      case .candidate, .output: value
      }
    return max(-1, min(1, scaled))
  }
}
