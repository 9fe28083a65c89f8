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

  /// The beginning of a file: the length of the header in 8 bytes, and the header, filled up with spaces to a multiple of
  /// 64 bytes. The same header has the same bytes.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try [UInt8](encoder.encode(self))
    json += [UInt8](repeating: UInt8(ascii: " "), count: (64 - (json.count + 8) % 64) % 64)
    return withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
  }
}
