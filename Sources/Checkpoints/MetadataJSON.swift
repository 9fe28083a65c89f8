import FoundationEssentials

/// The values that a checkpoint keeps as JSON texts.
public enum MetadataJSON {
  /// The value of a text. Throws what is wrong with the first field that cannot be read.
  public static func decode<Value: Decodable>(_ text: String, as type: Value.Type = Value.self) throws(FieldError)
    -> Value
  {
    let data = Data(text.utf8)
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      guard let (field, problem) = JSONTree.misfit(in: data, of: type) else {
        throw FieldError(field: "", problem: "it is no JSON, or holds a number that is out of range")
      }
      throw FieldError(field: field, problem: problem)
    } catch let error as DecodingError {
      throw FieldError(error)
    } catch {
      throw FieldError(field: "", problem: "it is no JSON")
    }
  }

  /// The text of a value: the same value has the same text.
  public static func encode(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }
}

extension FieldError {
  fileprivate init(_ error: DecodingError) {
    func path(_ keys: [any CodingKey]) -> String {
      keys.reduce("") { path, key in
        if let index = key.intValue { return "\(path)[\(index)]" }
        return path.isEmpty ? key.stringValue : "\(path).\(key.stringValue)"
      }
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(field: path(context.codingPath + [key]), problem: "is missing")
    case .valueNotFound(_, let context), .typeMismatch(_, let context):
      self.init(field: path(context.codingPath), problem: "holds another kind of value than this version writes")
    case .dataCorrupted(let context):
      self.init(field: path(context.codingPath), problem: "holds what this version does not write")
    @unknown default:
      self.init(field: "", problem: "it cannot be read as this version writes it")
    }
  }
}
