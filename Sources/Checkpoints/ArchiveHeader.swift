import FoundationEssentials

/// The JSON at the head of a safetensors file: a string map and the place of every tensor.
struct ArchiveHeader: Codable, Equatable {
  struct Tensor: Codable, Equatable {
    let dtype: String
    let shape: [Int]
    /// First byte and the one after the last, counted from the end of the header.
    let offsets: [Int]

    enum CodingKeys: String, CodingKey {
      case dtype, shape
      case offsets = "data_offsets"
    }
  }

  var metadata: [String: String] = [:]
  var tensors: [String: Tensor] = [:]

  static let metadataKey = "__metadata__"

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    for key in container.allKeys {
      if key.stringValue == Self.metadataKey {
        metadata = try container.decode([String: String].self, forKey: key)
      } else {
        tensors[key.stringValue] = try container.decode(Tensor.self, forKey: key)
      }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(metadata, forKey: Key(stringValue: Self.metadataKey))
    for (name, tensor) in tensors { try container.encode(tensor, forKey: Key(stringValue: name)) }
  }
}
