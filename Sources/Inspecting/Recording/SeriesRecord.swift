import FoundationEssentials
import Network
import Notation

/// The rows of a time series and what every layer of a model did while reading them.
///
/// Takes about 24 · T · H bytes for each layer and direction.
public struct SeriesRecord: Equatable, Sendable {
  /// The column that is predicted.
  public var target: String
  /// The T dates, or numbers, of the rows.
  public var dates: [String]
  /// The target in each row, in its own unit, `[T]`.
  public var values: [Double]
  /// What the model had predicted for each row, `[T]`; nil where no prediction was made.
  public var predictions: [Double?]
  /// The layers, lowest first; a bidirectional one has two records, forward then backward.
  public var layers: [ActivationRecord]

  /// A record of given values.
  public init(
    target: String, dates: [String], values: [Double], predictions: [Double?], layers: [ActivationRecord]
  ) {
    precondition(
      values.count == dates.count && predictions.count == dates.count,
      "\(values.count) values and \(predictions.count) predictions of \(dates.count) rows")
    (self.target, self.dates, self.values) = (target, dates, values)
    (self.predictions, self.layers) = (predictions, layers)
  }

  /// A record of given rows, and what a network did at each of them.
  public init(
    target: String, dates: [String], values: [Double], predictions: [Double?], activations: [LayerActivations]
  ) {
    self.init(
      target: target, dates: dates, values: values, predictions: predictions,
      layers: activations.map(ActivationRecord.init))
  }

  /// Throws when a value is infinite or no number, as after a diverged training.
  public func validate() throws(InspectingError) {
    if let at = predictions.firstIndex(where: { $0.map { !$0.isFinite } ?? false }) {
      throw .predictionNotFinite(position: at)
    }
    for record in layers { try record.validate(places: dates.count) }
  }

  /// The record as JSON for other programs, what cells did rounded to four significant digits.
  ///
  ///     {"target": "water", "dates": ["2019-01-30", …], "values": [8.7, …],
  ///      "predictions": [null, 8.65, …], "layers": …}          as in the JSON of a text
  ///
  /// Throws when the record is not valid, before anything is written.
  ///
  /// - write: receives the bytes, about a megabyte at a time.
  public func writeJSON(to write: @escaping ([UInt8]) -> Void) throws {
    try validate()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    var json = JSONBytes(to: write)
    json.append("{\"target\":")
    json.append(try encoder.encode([target]).dropFirst().dropLast())
    json.append(",\"dates\":")
    json.append(try encoder.encode(dates))
    json.append(",\"values\":")
    json.appendArray(values) { $0.append(NumberFormat.exact($1)) }
    json.append(",\"predictions\":")
    json.appendArray(predictions) { $0.append($1.map { NumberFormat.exact($0) } ?? "null") }
    json.append(",\"layers\":")
    json.append(layers)
    json.append("}")
    json.flush()
  }
}
