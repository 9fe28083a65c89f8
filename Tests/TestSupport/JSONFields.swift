/// The fields of a JSON text, wherever they stand in it, and the text with other values in their places.
package struct JSONFields {
  /// What a value is.
  package enum Kind: Sendable {
    /// Each as JSON has it.
    case number, string, bool, null, list, object
  }

  /// A value that has a name, or that stands in a list that has one.
  package struct Field: Sendable {
    /// The names on the way to it, such as `plan.optimizer.learningRate`; a place in a list is `[0]`.
    package let path: String
    /// The last of the names.
    package let name: String
    /// What it is.
    package let kind: Kind
    fileprivate let range: Range<Int>
  }

  private let bytes: [UInt8]
  /// In the order of the text, lists and objects before what they hold.
  package private(set) var fields: [Field] = []

  /// The fields of a text, which has to be JSON without blanks, as encoders write it.
  package init(_ text: String) {
    bytes = Array(text.utf8)
    var position = 0
    read(&position, path: "", name: "")
    precondition(position == bytes.count, "JSON up to byte \(position) of \(bytes.count)")
  }

  /// All but the elements of lists behind the second one.
  package var typicalFields: [Field] {
    fields.filter { field in
      !field.path.split(separator: "[").dropFirst().contains { Int($0.prefix { $0 != "]" }) ?? 0 > 1 }
    }
  }

  /// The text with another value in the place of a field.
  package func text(with value: String, inPlaceOf field: Field) -> String {
    String(
      decoding: bytes[..<field.range.lowerBound] + Array(value.utf8) + bytes[field.range.upperBound...], as: UTF8.self)
  }

  private mutating func read(_ position: inout Int, path: String, name: String) {
    let (start, index) = (position, fields.count)
    let kind: Kind
    switch bytes[position] {
    case UInt8(ascii: "{"):
      kind = .object
      readParts(&position, until: UInt8(ascii: "}")) { fields, position, _ in
        let key = fields.readString(&position)
        position += 1
        fields.read(&position, path: path.isEmpty ? key : "\(path).\(key)", name: key)
      }
    case UInt8(ascii: "["):
      kind = .list
      readParts(&position, until: UInt8(ascii: "]")) { $0.read(&$1, path: "\(path)[\($2)]", name: name) }
    case UInt8(ascii: "\""):
      kind = .string
      _ = readString(&position)
    case let first:
      while position < bytes.count, !",]}".utf8.contains(bytes[position]) { position += 1 }
      kind = first == UInt8(ascii: "n") ? .null : "tf".utf8.contains(first) ? .bool : .number
    }
    if !path.isEmpty { fields.insert(Field(path: path, name: name, kind: kind, range: start..<position), at: index) }
  }

  private mutating func readParts(
    _ position: inout Int, until end: UInt8, _ body: (inout JSONFields, inout Int, _ index: Int) -> Void
  ) {
    position += 1
    var index = 0
    while bytes[position] != end {
      body(&self, &position, index)
      index += 1
      if bytes[position] == UInt8(ascii: ",") { position += 1 }
    }
    position += 1
  }

  private func readString(_ position: inout Int) -> String {
    let start = position + 1
    position = start
    while bytes[position] != UInt8(ascii: "\"") { position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1 }
    position += 1
    return String(decoding: bytes[start..<position - 1], as: UTF8.self)
  }
}

extension JSONFields.Field {
  /// Values that no field has a use for: every field has to refuse them, by its name.
  package var impossible: [String] {
    switch kind {
    case .number: ["-9223372036854775808", "-5", "1e300", #""x""#, "[]"]
    case .string: ["5", "[]", #""""#]
    case .bool: ["5", #""x""#]
    case .list, .object: ["5", #""x""#]
    case .null: []
    }
  }

  /// Values that a field may refuse, or else has to go on with.
  package var strange: [String] {
    switch kind {
    case .number:
      [
        "0", "1", "2", "-1", "0.5", "1.5", "17", "300", "65537", "4294967296", "281474976710656", "4611686018427387904",
        "9223372036854775807", "1e-300", "1e30", "null", "{}",
      ]
    case .string: [#""x""#, #""\#(String(repeating: "x", count: 5000))""#, "null"]
    case .bool: ["true", "false", "null"]
    case .list: ["[]", "[[]]", "[null]", "null"]
    case .object: ["{}", "[]", "null"]
    case .null: ["0", "{}"]
    }
  }

  /// Whether a message names the field.
  package func isNamed(in message: String) -> Bool { message.contains(name) }
}

/// The paths of the properties of a value, and of the values in it, that are nil: what a walk through the value's JSON does
/// not come to.
package func missingParts(of value: Any, path: String = "") -> [String] {
  let mirror = Mirror(reflecting: value)
  if mirror.displayStyle == .optional {
    return mirror.children.first.map { missingParts(of: $0.value, path: path) } ?? [path]
  }
  return mirror.children.enumerated().flatMap { index, child in
    missingParts(of: child.value, path: "\(path).\(child.label ?? String(index))")
  }
}
