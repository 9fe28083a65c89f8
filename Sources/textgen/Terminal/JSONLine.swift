import FoundationEssentials

/// One JSON object a line on stdout.
enum JSONLine {
  static func write(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try Terminal.write([UInt8](try encoder.encode(value)) + [UInt8(ascii: "\n")])
  }
}
