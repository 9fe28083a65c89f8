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
    for record in layers { try record.validate(places: characters.count) }
  }
}

extension ActivationRecord {
  /// Throws when an array has not as many rows as there are places, a row not H values, or a value is no finite number.
  func validate(places: Int) throws(InspectingError) {
    for quantity in quantities { try validate(values[quantity] ?? [], of: quantity, places: places) }
  }

  private func validate(_ rows: [[Float]], of quantity: CellQuantity, places: Int) throws(InspectingError) {
    guard rows.count == places else {
      throw .wrongRowCount(layer: layer, quantity, found: rows.count, expected: places)
    }
    for (position, row) in rows.enumerated() {
      guard row.count == units else {
        throw .wrongUnitCount(layer: layer, quantity, position: position, found: row.count, expected: units)
      }
      if let unit = row.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(layer: layer, quantity, position: position, unit: unit)
      }
    }
  }
}
