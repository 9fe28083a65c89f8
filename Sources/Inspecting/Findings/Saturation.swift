import Network

/// How often the gates of one layer are nearly closed or nearly open (Karpathy, Johnson and Li 2015, figure 3).
///
/// A forget gate that is nearly always open makes its cell remember; an input or output gate that is seldom
/// saturated works with degrees.
public struct Saturation: Equatable, Sendable {
  /// The fractions of time of one gate's units.
  public struct Gate: Equatable, Sendable {
    /// Which gate.
    public let gate: CellQuantity
    /// The fraction of time below 0.1 (left-saturated), one a unit.
    public let low: [Double]
    /// The fraction of time above 0.9 (right-saturated), one a unit.
    public let high: [Double]
  }

  /// A gate below this is nearly closed.
  public static let lowLimit: Float = 0.1
  /// A gate above this is nearly open.
  public static let highLimit: Float = 0.9

  /// The layer's number, from 1.
  public let layer: Int
  /// Whether these are the cells that read the text from its end.
  public let isReversed: Bool
  /// The gates that the cells have; none over an empty text.
  public let gates: [Gate]

  /// Counts over the text of a valid record: O(T · H) for each gate.
  public init(of record: ActivationRecord) {
    (layer, isReversed) = (record.layer, record.isReversed)
    gates = record.quantities.filter { $0.kind == .gate }.compactMap { gate in
      guard let rows = record.values[gate], !rows.isEmpty else { return nil }
      var low = [Int](repeating: 0, count: record.units)
      var high = low
      for row in rows {
        for (unit, value) in row.enumerated() {
          if value < Self.lowLimit { low[unit] += 1 }
          if value > Self.highLimit { high[unit] += 1 }
        }
      }
      return Gate(
        gate: gate, low: low.map { Double($0) / Double(rows.count) },
        high: high.map { Double($0) / Double(rows.count) })
    }
  }
}
