import Charts
import FoundationEssentials

extension TextRecord {
  /// The record as JSON for other programs, every number rounded to four significant digits.
  ///
  ///     {"characters": ["t", "h", …],               T strings
  ///      "predictions": [null, 0.4187, …],          T probabilities, absent where none were asked for
  ///      "layers": [{"layer": 1, "isReversed": false, "units": 128,
  ///                  "inputGate": [[0.9931, …], …], T rows of 128; a gate that the cell lacks is absent
  ///                  "forgetGate": …, "outputGate": …, "candidate": …, "cell": …, "hidden": …}, …]}
  ///
  /// Throws when the record is not valid; there is never a NaN in the JSON. About 45 · T · H bytes for each layer
  /// and direction.
  public func json() throws -> [UInt8] {
    try validate()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return [UInt8](try encoder.encode(rounded()))
  }

  /// Reads what `json()` wrote; throws when it is no JSON, lacks a part, or is not valid.
  public init(json: [UInt8]) throws(InspectingError) {
    do {
      self = try JSONDecoder().decode(TextRecord.self, from: Data(json))
    } catch {
      throw .unreadable(reason: Self.reason(of: error))
    }
    try validate()
  }

  /// The same record with four significant digits a number.
  func rounded() -> TextRecord {
    var result = self
    result.predictions = predictions?.map { $0.map(Self.rounded) }
    result.layers = layers.map { record in
      var record = record
      record.inputGate = record.inputGate.map(Self.rounded)
      record.forgetGate = record.forgetGate.map(Self.rounded)
      record.outputGate = record.outputGate.map(Self.rounded)
      record.candidate = Self.rounded(record.candidate)
      record.cell = Self.rounded(record.cell)
      record.hidden = Self.rounded(record.hidden)
      return record
    }
    return result
  }

  private static func rounded(_ rows: [[Float]]) -> [[Float]] { rows.map { $0.map(rounded) } }

  package static func rounded(_ value: Float) -> Float {
    guard value.isFinite, value != 0 else { return value }
    let rounded = Float(DecimalNumber(rounding: Double(value), significantDigits: 4).value)
    // The largest numbers have no larger one to be rounded to.
    return rounded.isFinite ? rounded : value
  }

  private static func reason(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has the wrong type"
    default: "it is not JSON"
    }
  }
}
