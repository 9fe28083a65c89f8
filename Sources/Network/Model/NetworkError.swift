/// What can be wrong with a network that somebody asked for.
public enum NetworkError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A size that has to be at least one, or at most some limit, is not.
  case size(name: String, value: Int, allowed: ClosedRange<Int>)
  /// Dropout outside [0, 1).
  case dropout(Float)
  /// Recurrent dropout outside [0, 1).
  case recurrentDropout(Float)
  /// A bidirectional layer where the state is carried on.
  case bidirectionalStream
  /// A forget gate coupled to an input gate that is not there.
  case coupledToNothing
  /// Full gate recurrence in a cell that lacks a gate.
  case fullGateRecurrenceWithoutGates
  /// A kind of cell that is not there with these gates.
  case variant(of: String)

  /// One line: what, where, expected and found.
  public var description: String {
    switch self {
    case .size(let name, let value, let allowed):
      "\(name) is \(value); it has to be from \(allowed.lowerBound) to \(allowed.upperBound)"
    case .dropout(let rate): "dropout is \(rate); it has to be at least 0 and below 1"
    case .recurrentDropout(let rate): "recurrent dropout is \(rate); it has to be at least 0 and below 1"
    case .bidirectionalStream:
      "bidirectional layers read a text from its end as well, which is not there yet when each next character is "
        + "written; they need a window, all of which is past"
    case .coupledToNothing: "a coupled forget gate is 1 − i, and this cell has no input gate"
    case .variant(let kind): "cells with \(kind) are there in the standard and the coupled variant only"
    case .fullGateRecurrenceWithoutGates: "full gate recurrence needs a cell with all three gates"
    }
  }
}
