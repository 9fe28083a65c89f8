/// Goes through the bytes of a CSV text, field after field.
struct CSVScanner {
  /// A field as its bytes stand there.
  struct Field {
    /// The first byte of the content.
    var start: Int
    /// The byte behind the content.
    var end: Int
    /// Whether marks stand around the content.
    var isQuoted = false
    /// Whether the content has marks that stand for one.
    var hasDoubledMarks = false
    /// Whether the marks do not pair: one inside a field without quotation, behind a quotation's end, or without an end.
    var isBroken = false
    /// Whether a quotation has no end.
    var isUnclosed = false

    /// Whether nothing stands there.
    var isEmpty: Bool { start == end }
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let delimiter: UInt8
  /// The next byte.
  var position: Int
  /// The line in which the next byte stands.
  var line: Int

  // Computed, so that nothing asks at every byte whether they are there yet.
  static var quote: UInt8 { UInt8(ascii: "\"") }
  static var carriageReturn: UInt8 { UInt8(ascii: "\r") }
  static var lineFeed: UInt8 { UInt8(ascii: "\n") }

  /// Whether the last field was followed by another one; moves to it.
  mutating func skipDelimiter() -> Bool {
    guard position < bytes.count, bytes[position] == delimiter else { return false }
    position += 1
    return true
  }

  /// Over one line end at the position, if there is one: `\n`, `\r` or `\r\n`.
  mutating func skipLineEnd() {
    guard position < bytes.count, CSVScanner.isLineEnd(bytes[position]) else { return }
    let isPair =
      bytes[position] == CSVScanner.carriageReturn && position + 1 < bytes.count
      && bytes[position + 1] == CSVScanner.lineFeed
    position += isPair ? 2 : 1
    line += 1
  }

  /// The field at the position, which is left at the delimiter or line end behind the field.
  mutating func field() -> Field {
    while position < bytes.count, isBlank(bytes[position]) { position += 1 }
    // A spreadsheet writes a number that is to stay as it is as ="1.5".
    if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "="), bytes[position + 1] == CSVScanner.quote {
      position += 1
    }
    if position < bytes.count, bytes[position] == CSVScanner.quote { return quotedField() }
    let start = position
    let isBroken = skipToEnd()
    return Field(start: start, end: withoutBlanks(start..<position), isBroken: isBroken)
  }

  /// Moves to the delimiter or line end; the result is whether a mark stood before it.
  private mutating func skipToEnd() -> Bool {
    var (place, hasMark) = (position, false)
    while place < bytes.count {
      let byte = bytes[place]
      if byte == delimiter || CSVScanner.isLineEnd(byte) { break }
      if byte == CSVScanner.quote { hasMark = true }
      place += 1
    }
    position = place
    return hasMark
  }

  private mutating func quotedField() -> Field {
    position += 1
    var field = Field(start: position, end: bytes.count, isQuoted: true, isBroken: true, isUnclosed: true)
    while position < bytes.count {
      let byte = bytes[position]
      if byte == CSVScanner.quote {
        position += 1
        // Two marks are one; one is the end.
        if position < bytes.count, bytes[position] == CSVScanner.quote {
          field.hasDoubledMarks = true
        } else {
          field.end = position - 1
          field.isUnclosed = false
          let behind = position
          _ = skipToEnd()
          field.isBroken = withoutBlanks(behind..<position) > behind
          return field
        }
      } else if CSVScanner.isLineEnd(byte) {
        skipLineEnd()
        continue
      }
      position += 1
    }
    return field
  }

  /// The end of a range without the blanks before it.
  private func withoutBlanks(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    while end > range.lowerBound, isBlank(bytes[end - 1]) { end -= 1 }
    return end
  }

  /// A space or tab that separates nothing.
  private func isBlank(_ byte: UInt8) -> Bool {
    (byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")) && byte != delimiter
  }

  static func isLineEnd(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  /// The content of a field as text, without white space around it.
  func text(of field: Field) -> String {
    var content = bytes[field.start..<field.end][...]
    if field.hasDoubledMarks {
      var plain: [UInt8] = []
      plain.reserveCapacity(content.count)
      while let byte = content.popFirst() {
        plain.append(byte)
        if byte == CSVScanner.quote, content.first == CSVScanner.quote { content.removeFirst() }
      }
      return CSVScanner.withoutBlanksAround(String(decoding: plain, as: UTF8.self))
    }
    let text = String(decoding: content, as: UTF8.self)
    return isPlain(field) ? text : CSVScanner.withoutBlanksAround(text)
  }

  /// Calls `body` with the bytes of a field's content, without white space around it.
  func withBytes<Result>(of field: Field, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if isPlain(field), !field.hasDoubledMarks {
      return body(UnsafeBufferPointer(rebasing: bytes[field.start..<field.end]))
    }
    return Array(text(of: field).utf8).withUnsafeBufferPointer(body)
  }

  /// Whether a content neither begins nor ends with what may be white space. That beyond ASCII is rare and takes whole
  /// characters to see.
  private func isPlain(_ field: Field) -> Bool {
    field.isEmpty || CSVScanner.isVisible(bytes[field.start]) && CSVScanner.isVisible(bytes[field.end - 1])
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 }

  private static func withoutBlanksAround(_ text: String) -> String {
    guard text.first?.isWhitespace == true || text.last?.isWhitespace == true else { return text }
    let start = text.drop { $0.isWhitespace }
    return String(start.dropLast(start.reversed().prefix { $0.isWhitespace }.count))
  }
}
