import Network

/// Why a record cannot be shown or read.
public enum InspectingError: Error, Equatable, CustomStringConvertible {
  /// An array of a layer has more or fewer rows than the text has characters.
  case wrongRowCount(layer: Int, CellQuantity, found: Int, expected: Int)
  /// A row has more or fewer values than the layer has units.
  case wrongUnitCount(layer: Int, CellQuantity, position: Int, found: Int, expected: Int)
  /// A value is infinite or no number, as after a diverged training.
  case notFinite(layer: Int, CellQuantity, position: Int, unit: Int)
  /// There are more or fewer predictions than characters.
  case wrongPredictionCount(found: Int, expected: Int)
  /// A prediction is infinite or no number.
  case predictionNotFinite(position: Int)
  /// The bytes are not the JSON of a record.
  case unreadable(reason: String)

  /// A sentence that says what is wrong and where.
  public var description: String {
    switch self {
    case .wrongRowCount(let layer, let quantity, let found, let expected):
      "layer \(layer)'s \(quantity.rawValue) has \(found) rows, but the text has \(expected) characters"
    case .wrongUnitCount(let layer, let quantity, let position, let found, let expected):
      "layer \(layer)'s \(quantity.rawValue) has \(found) values at character \(position), but \(expected) units"
    case .notFinite(let layer, let quantity, let position, let unit):
      "layer \(layer)'s \(quantity.rawValue) of unit \(unit) is no finite number at character \(position)"
    case .wrongPredictionCount(let found, let expected):
      "there are \(found) predictions for \(expected) characters"
    case .predictionNotFinite(let position):
      "the prediction of character \(position) is no finite number"
    case .unreadable(let reason):
      "this is no trace: \(reason)"
    }
  }
}
