/// `{"unit": …, "units": [strings, or integers for bytes], "counts": [integers], "unknownCount": integer}`.
extension Vocabulary: Codable {
  private enum CodingKeys: String, CodingKey {
    case unit, units, counts, unknownCount
  }

  /// Reads a vocabulary; throws `DecodingError.dataCorrupted` for one that breaks its own rules.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let unit = try container.decode(TextUnit.self, forKey: .unit)
    let counts = try container.decode([Int].self, forKey: .counts)
    let unknownCount = try container.decodeIfPresent(Int.self, forKey: .unknownCount)
    let units: [[UInt8]]
    if unit == .byte {
      units = try container.decode([UInt8].self, forKey: .units).map { [$0] }
    } else {
      units = try container.decode([String].self, forKey: .units).map { Array($0.utf8) }
    }
    guard units.count == counts.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .counts, in: container, debugDescription: "\(counts.count) counts for \(units.count) units")
    }
    let entries = zip(units, counts).map { Entry(bytes: $0, count: $1) }
    if let defect = Self.defect(unit: unit, entries: entries, unknownCount: unknownCount) {
      let key: CodingKeys = unknownCount ?? 0 < 0 ? .unknownCount : counts.contains { $0 < 0 } ? .counts : .units
      throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: defect)
    }
    self.init(unit: unit, checked: entries, unknownCount: unknownCount)
  }

  /// Writes the vocabulary in order of the ids.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(unit, forKey: .unit)
    if unit == .byte {
      try container.encode(entries.map { $0.bytes[0] }, forKey: .units)
    } else {
      try container.encode(entries.map { String(decoding: $0.bytes, as: UTF8.self) }, forKey: .units)
    }
    try container.encode(entries.map(\.count), forKey: .counts)
    try container.encodeIfPresent(unknownCount, forKey: .unknownCount)
  }
}
