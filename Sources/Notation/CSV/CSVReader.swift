/// Reads the records of a CSV text in UTF-8, one after the other (RFC 4180).
///
/// Goals, in order: each record with the line in which it begins; the fields that people and programs write, with line
/// ends of any kind, quotations over several lines and blanks around fields; speed, 200 ns a record of three fields.
///
/// Blank lines are records of one empty field. Memory: the text and one record.
public struct CSVReader: Sendable {
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private var position = 0
  private var line = 1

  private static let (quote, carriageReturn, lineFeed) = (UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n"))

  /// A reader at the beginning of a text.
  ///
  /// - delimiter: an ASCII character, neither a quotation mark nor a line end.
  public init(_ text: String, delimiter: Character) {
    var text = text
    bytes = text.withUTF8 { Array($0) }
    guard let delimiter = delimiter.asciiValue, !Self.isLineEnd(delimiter), delimiter != Self.quote else {
      preconditionFailure("fields cannot be separated by \(delimiter)")
    }
    self.delimiter = delimiter
    // A byte-order mark belongs to no field.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next record; nil at the end of the text.
  public mutating func next() throws(CSVError) -> CSVRecord? {
    guard position < bytes.count else { return nil }
    let first = line
    var fields: [String] = []
    while true {
      fields.append(try field(of: first))
      guard position < bytes.count, bytes[position] == delimiter else { break }
      position += 1
    }
    skipLineEnd()
    return CSVRecord(line: first, fields: fields)
  }

  /// The field at the position, which is left at the delimiter or line end behind it.
  private mutating func field(of record: Int) throws(CSVError) -> String {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    // A spreadsheet writes a number that is to stay as it is as ="1.5".
    if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "="), bytes[position + 1] == Self.quote {
      position += 1
    }
    if position < bytes.count, bytes[position] == Self.quote { return try quotedField(of: record) }
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || Self.isLineEnd(byte) { break }
      if byte == Self.quote { throw .quotation(line: record) }
      position += 1
    }
    return trimmed(start..<position)
  }

  private mutating func quotedField(of record: Int) throws(CSVError) -> String {
    position += 1
    var content: [UInt8] = []
    var start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == Self.quote {
        content += bytes[start..<position]
        position += 1
        // Two marks are one; one is the end.
        guard position < bytes.count, bytes[position] == Self.quote else { return try end(of: content, record) }
        start = position
      } else if Self.isLineEnd(byte) {
        skipLineEnd()
        continue
      }
      position += 1
    }
    throw .quotation(line: record)
  }

  /// A quotation has ended: only blanks may stand before the delimiter or line end.
  private mutating func end(of content: [UInt8], _ record: Int) throws(CSVError) -> String {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    guard position == bytes.count || bytes[position] == delimiter || Self.isLineEnd(bytes[position]) else {
      throw .quotation(line: record)
    }
    return Self.withoutBlanksAround(String(decoding: content, as: UTF8.self))
  }

  /// Over one line end at the position, if there is one: `\n`, `\r` or `\r\n`.
  private mutating func skipLineEnd() {
    guard position < bytes.count, Self.isLineEnd(bytes[position]) else { return }
    let isPair =
      bytes[position] == Self.carriageReturn && position + 1 < bytes.count && bytes[position + 1] == Self.lineFeed
    position += isPair ? 2 : 1
    line += 1
  }

  private func trimmed(_ range: Range<Int>) -> String {
    var end = range.upperBound
    while end > range.lowerBound, isBlank(bytes[end - 1]) { end -= 1 }
    let text = String(decoding: bytes[range.lowerBound..<end], as: UTF8.self)
    // White space beyond ASCII is rare and takes whole characters to see.
    let isPlain = text.utf8.first.map { $0 < 0x80 } ?? true && text.utf8.last.map { $0 < 0x80 } ?? true
    return isPlain ? text : Self.withoutBlanksAround(text)
  }

  private static func withoutBlanksAround(_ text: String) -> String {
    guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
    let start = text.drop { $0.isWhitespace }
    return String(start.dropLast(start.reversed().prefix { $0.isWhitespace }.count))
  }

  /// A space or tab that separates nothing.
  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != delimiter
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}
