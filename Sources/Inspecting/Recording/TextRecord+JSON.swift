import FoundationEssentials
import Network
import Notation

extension TextRecord {
  /// The record as JSON for other programs, every number rounded to four significant digits.
  ///
  ///     {"characters": ["t", "h", …],               T strings
  ///      "predictions": [null, 0.4187, …],          T probabilities, absent where none were asked for
  ///      "layers": [{"layer": 1, "isReversed": false, "units": 128,
  ///                  "inputGate": [[0.9931, …], …], T rows of 128; what the cell lacks is absent
  ///                  "forgetGate": …, "outputGate": …, "candidate": …, "cell": …, "hidden": …}, …]}
  ///
  /// Throws when the record is not valid, before anything is written; there is never a NaN in the JSON. About
  /// 45 · T · H bytes for each layer and direction.
  ///
  /// - write: receives the bytes, about a megabyte at a time.
  public func writeJSON(to write: @escaping ([UInt8]) -> Void) throws {
    try validate()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    let texts = try encoder.encode(characters)
    var json = JSONBytes(to: write)
    json.append("{\"characters\":")
    json.append(texts)
    if let predictions {
      json.append(",\"predictions\":")
      json.appendArray(predictions) { json, value in
        if let value { json.append(value) } else { json.append("null") }
      }
    }
    json.append(",\"layers\":")
    json.append(layers)
    json.append("}")
    json.flush()
  }

  /// The JSON in memory.
  public func json() throws -> [UInt8] {
    var pieces: [UInt8] = []
    try writeJSON { pieces += $0 }
    return pieces
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

  private static func reason(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, _): "it has no \"\(key.stringValue)\""
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "\"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has the wrong type"
    default: "it is not JSON"
    }
  }
}

extension JSONBytes {
  /// `[{"layer": 1, "isReversed": false, "units": 128, "inputGate": [[0.9931, …], …], …}, …]`
  mutating func append(_ layers: [ActivationRecord]) {
    appendArray(layers) { json, layer in
      json.append("{\"layer\":\(layer.layer),\"isReversed\":\(layer.isReversed),\"units\":\(layer.units)")
      for quantity in layer.quantities {
        json.append(",\"\(quantity.rawValue)\":")
        json.append(layer.values[quantity] ?? [])
      }
      json.append("}")
    }
  }
}

extension ActivationRecord: Decodable {
  private enum CodingKeys: String, CodingKey { case layer, isReversed, units }

  /// Reads a layer of what `TextRecord.json()` wrote.
  public init(from decoder: any Decoder) throws {
    let facts = try decoder.container(keyedBy: CodingKeys.self)
    let rows = try decoder.container(keyedBy: QuantityKey.self)
    var values: [CellQuantity: [[Float]]] = [.hidden: try rows.decode([[Float]].self, forKey: QuantityKey(.hidden))]
    for quantity in CellQuantity.allCases where quantity != .hidden {
      values[quantity] = try rows.decodeIfPresent([[Float]].self, forKey: QuantityKey(quantity))
    }
    self.init(
      layer: try facts.decode(Int.self, forKey: .layer), isReversed: try facts.decode(Bool.self, forKey: .isReversed),
      units: try facts.decode(Int.self, forKey: .units), values: values)
  }

  /// The name under which a quantity stands in JSON.
  private struct QuantityKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ quantity: CellQuantity) { stringValue = quantity.rawValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
