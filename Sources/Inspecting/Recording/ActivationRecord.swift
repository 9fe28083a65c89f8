import Network

/// What one direction of one layer did over a text.
public struct ActivationRecord: Equatable, Sendable {
  /// The layer's number, from 1 for the one next to the text.
  public var layer: Int
  /// Whether these are the cells that read the text from its end.
  public var isReversed: Bool
  /// H, cells in this direction.
  public var units: Int
  /// `[T][H]` for each quantity that the cells have: one row a character, holding the values *after* the character was
  /// read. Every cell has `hidden`.
  public var values: [CellQuantity: [[Float]]]

  /// A record of given values, of which `hidden` has to be one.
  public init(layer: Int, isReversed: Bool = false, units: Int, values: [CellQuantity: [[Float]]]) {
    precondition(values[.hidden] != nil, "a record of layer \(layer) without its hidden states")
    (self.layer, self.isReversed, self.units, self.values) = (layer, isReversed, units, values)
  }

  /// The quantities that the cells have, in the order in which a file lists them.
  public var quantities: [CellQuantity] { CellQuantity.allCases.filter { values[$0] != nil } }

  /// The quantity that tells most of a cell: what the cell remembers, else what the cell passes on.
  public var mainQuantity: CellQuantity { quantities.first { $0.kind == .memory } ?? .hidden }

  /// The main quantity of one unit over the text, as it is seen.
  func mainSeries(ofUnit unit: Int) -> [Double] {
    let quantity = mainQuantity
    return (values[quantity] ?? []).map { quantity.seen(Double($0[unit])) }
  }

  /// `layer 2`, or `layer 2 backward`.
  var name: String { Self.name(layer: layer, isReversed: isReversed) }

  static func name(layer: Int, isReversed: Bool) -> String { "layer \(layer)\(isReversed ? " backward" : "")" }
}

extension ActivationRecord {
  init(_ layer: LayerActivations) {
    self.init(
      layer: layer.layer + 1, isReversed: layer.isReversed, units: layer.units,
      values: layer.values.mapValues { matrix in (0..<matrix.rows).map { matrix.rows($0..<$0 + 1).values } })
  }
}
