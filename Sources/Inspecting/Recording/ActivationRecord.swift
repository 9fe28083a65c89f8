/// What one direction of one layer did over a text.
///
/// Every array is `[T][units]`: one row a character, holding the value *after* the character was read. A gate that
/// the cell's variant lacks is nil; for coupled gates the forget gate is 1 − input gate.
public struct ActivationRecord: Codable, Equatable, Sendable {
  /// The layer's number, from 1 for the one next to the text.
  public var layer: Int
  /// Whether these are the cells that read the text from its end.
  public var isReversed: Bool
  /// H, cells in this direction.
  public var units: Int
  /// `[T][H]`, 0 to 1: how much of the candidate enters the cell.
  public var inputGate: [[Float]]?
  /// `[T][H]`, 0 to 1: how much of the cell is kept.
  public var forgetGate: [[Float]]?
  /// `[T][H]`, 0 to 1: how much of the cell is shown.
  public var outputGate: [[Float]]?
  /// `[T][H]`: what may enter the cell.
  public var candidate: [[Float]]
  /// `[T][H]`: the cell itself, unbounded.
  public var cell: [[Float]]
  /// `[T][H]`: what the layer passes on.
  public var hidden: [[Float]]

  /// The gates of a record, `[T][H]` each; nil for those that the cell lacks.
  public struct Gates: Sendable {
    /// See `ActivationRecord`.
    public var input, forget, output: [[Float]]?

    /// Gates of given values.
    public init(input: [[Float]]? = nil, forget: [[Float]]? = nil, output: [[Float]]? = nil) {
      (self.input, self.forget, self.output) = (input, forget, output)
    }
  }

  /// A record of given values.
  public init(
    layer: Int, isReversed: Bool = false, units: Int, gates: Gates = Gates(), candidate: [[Float]], cell: [[Float]],
    hidden: [[Float]]
  ) {
    (self.layer, self.isReversed, self.units) = (layer, isReversed, units)
    (inputGate, forgetGate, outputGate) = (gates.input, gates.forget, gates.output)
    (self.candidate, self.cell, self.hidden) = (candidate, cell, hidden)
  }

  /// The values of one quantity, nil where the cell has no such gate.
  public func values(of quantity: CellQuantity) -> [[Float]]? {
    switch quantity {
    case .cell: cell
    case .inputGate: inputGate
    case .forgetGate: forgetGate
    case .outputGate: outputGate
    case .candidate: candidate
    case .hidden: hidden
    }
  }

  /// `layer 2`, or `layer 2 backward`.
  var name: String { Self.name(layer: layer, isReversed: isReversed) }

  static func name(layer: Int, isReversed: Bool) -> String { "layer \(layer)\(isReversed ? " backward" : "")" }
}
