import Kernels

/// In a file a kind of cell is a variant, as it was before there were other kinds, and what is added to the variant.
extension CellKind: Codable {
  private enum CodingKeys: String, CodingKey { case variant, isNormalized, projectionSize }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let variant = try values.decode(CellVariant.self, forKey: .variant)
    let isNormalized = try values.decodeIfPresent(Bool.self, forKey: .isNormalized) ?? false
    let projection = try values.decodeIfPresent(Int.self, forKey: .projectionSize)
    guard !isNormalized || projection == nil else {
      throw DecodingError.dataCorruptedError(
        forKey: .projectionSize, in: values, debugDescription: "normalised cells have no projection")
    }
    self = projection.map { .projected(variant, size: $0) } ?? (isNormalized ? .normalized(variant) : .gated(variant))
  }

  /// Writes the variant and, where there are any, normalisation or projection.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(variant, forKey: .variant)
    switch self {
    case .gated: break
    case .normalized: try values.encode(true, forKey: .isNormalized)
    case .projected(_, let size): try values.encode(size, forKey: .projectionSize)
    }
  }
}
