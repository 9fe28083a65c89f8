import FoundationEssentials

/// Any JSON, to find the number that a type has no room for: the decoder does not say where such a one stands.
enum JSONTree: Codable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case natural(UInt64)
  case number(Double)
  /// A number beyond the range of `Double`.
  case outOfRange
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let natural = try? value.decode(UInt64.self) {
      self = .natural(natural)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSONTree].self) {
      self = .list(list)
    } else if let object = try? value.decode([String: JSONTree].self) {
      self = .object(object)
    } else {
      // All else that JSON knows was tried.
      self = .outOfRange
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .natural(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .outOfRange: try container.encode(Double.greatestFiniteMagnitude)
    case .text(let value): try container.encode(value)
    case .list(let values): try container.encode(values)
    case .object(let values): try container.encode(values)
    }
  }
}

extension JSONTree {
  /// A way from the whole to a value in it.
  private enum Step: Equatable {
    case name(String)
    case index(Int)
  }

  /// The field whose number keeps a text from being read as a type, and what is wrong with it: the first one without which
  /// reading goes further. Nil where there is none, or where several numbers are to blame.
  ///
  /// Cost: that of reading the text once for each of the first 64 numbers that not every field of numbers can hold.
  static func misfit<Value: Decodable>(in data: Data, of type: Value.Type) -> (field: String, problem: String)? {
    guard let tree = try? JSONDecoder().decode(JSONTree.self, from: data) else { return nil }
    var suspects: [(way: [Step], problem: String)] = []
    tree.collect(into: &suspects, way: [])
    let culprit = suspects.first { suspect in
      guard let mended = try? JSONEncoder().encode(tree.replacing(suspect.way[...])) else { return false }
      do {
        _ = try JSONDecoder().decode(type, from: mended)
        return true
      } catch DecodingError.dataCorrupted(let context) {
        return !context.codingPath.isEmpty
      } catch {
        return true
      }
    }
    return culprit.map { (path($0.way), $0.problem) }
  }

  private static func path(_ way: [Step]) -> String {
    way.reduce("") { path, step in
      switch step {
      case .index(let index): "\(path)[\(index)]"
      case .name(let name): path.isEmpty ? name : "\(path).\(name)"
      }
    }
  }

  private func collect(into suspects: inout [(way: [Step], problem: String)], way: [Step]) {
    guard suspects.count < 64 else { return }
    func suspect(_ number: some CustomStringConvertible) {
      suspects.append((way, "is \(number), which no number of this kind can be"))
    }
    switch self {
    case .integer(let value) where value < 0: suspect(value)
    case .natural(let value): suspect(value)
    case .number(let value): suspect(value)
    case .outOfRange: suspects.append((way, "is a number that is out of range"))
    case .list(let values):
      for (index, value) in values.enumerated() { value.collect(into: &suspects, way: way + [.index(index)]) }
    case .object(let values):
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        value.collect(into: &suspects, way: way + [.name(name)])
      }
    default: break
    }
  }

  /// The same with 1 at the end of a way, which every field of numbers can hold.
  private func replacing(_ way: ArraySlice<Step>) -> JSONTree {
    switch (self, way.first) {
    case (.list(var values), .index(let index)):
      values[index] = values[index].replacing(way.dropFirst())
      return .list(values)
    case (.object(var values), .name(let name)):
      values[name] = values[name]?.replacing(way.dropFirst())
      return .object(values)
    default: return .integer(1)
    }
  }
}
