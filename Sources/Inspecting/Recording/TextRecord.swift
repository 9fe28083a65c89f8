import Network

/// A text and what every layer of a model did while reading it.
///
/// Takes about 24 · T · H bytes for each layer and direction.
public struct TextRecord: Decodable, Equatable, Sendable {
  /// The T characters as the model reads them; some are line ends, tabs or clusters of several code points.
  public var characters: [String]
  /// The probability that the model gave each character, `[T]`, nil where it is not known.
  public var predictions: [Float?]?
  /// The layers, lowest first; a bidirectional one has two records, forward then backward.
  public var layers: [ActivationRecord]

  /// A record of given values.
  public init(characters: [String], predictions: [Float?]? = nil, layers: [ActivationRecord]) {
    (self.characters, self.predictions, self.layers) = (characters, predictions, layers)
  }

  /// Throws when an array has not T rows or a row not H values, or when a value is infinite or no number.
  public func validate() throws(InspectingError) {
    if let predictions {
      guard predictions.count == characters.count else {
        throw .wrongPredictionCount(found: predictions.count, expected: characters.count)
      }
      if let at = predictions.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
        throw .predictionNotFinite(position: at)
      }
    }
    for record in layers {
      for quantity in record.quantities { try validate(record.values[quantity] ?? [], of: quantity, in: record) }
    }
  }

  private func validate(
    _ rows: [[Float]], of quantity: CellQuantity, in record: ActivationRecord
  ) throws(InspectingError) {
    guard rows.count == characters.count else {
      throw .wrongRowCount(layer: record.layer, quantity, found: rows.count, expected: characters.count)
    }
    for (position, row) in rows.enumerated() {
      guard row.count == record.units else {
        throw .wrongUnitCount(
          layer: record.layer, quantity, position: position, found: row.count, expected: record.units)
      }
      if let unit = row.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(layer: record.layer, quantity, position: position, unit: unit)
      }
    }
  }
}
