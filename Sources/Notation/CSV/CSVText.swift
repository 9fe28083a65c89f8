/// A CSV text in UTF-8 (RFC 4180), whose fields are read where they stand.
///
/// Goals, in order: each record with the line in which it begins; the fields that people and programs write, with line
/// ends of any kind, quotations over several lines and blanks around fields; speed, and no copy of what nobody asks for.
///
/// Memory: the text alone.
public struct CSVText: Sendable {
  /// The text.
  public let bytes: [UInt8]
  /// What separates fields: an ASCII character, neither a quotation mark nor a line end.
  public let delimiter: UInt8

  /// A text and its delimiter.
  public init(_ bytes: [UInt8], delimiter: UInt8) {
    guard delimiter < 0x80, !CSVScanner.isLineEnd(delimiter), delimiter != CSVScanner.quote else {
      preconditionFailure("fields cannot be separated by byte \(delimiter)")
    }
    (self.bytes, self.delimiter) = (bytes, delimiter)
  }

  /// The line that begins at a place, whatever its quotation marks: the place of its end, and that of the next line.
  package static func line(at start: Int, in bytes: [UInt8]) -> (end: Int, next: Int) {
    bytes.withUnsafeBufferPointer { bytes in
      let end = bytes[start...].firstIndex(where: CSVScanner.isLineEnd) ?? bytes.count
      var scanner = CSVScanner(bytes: bytes, delimiter: 0, position: end, line: 0)
      scanner.skipLineEnd()
      return (end, scanner.position)
    }
  }

  /// Calls `body` with all records from a place on, which is the beginning of a line, until it returns false.
  ///
  /// - line: the number of that line.
  package func forEachRow(from start: Int = 0, line: Int = 1, _ body: (CSVRow) -> Bool) {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: start, line: line)
      while scanner.position < bytes.count {
        var row = CSVRow(start: scanner.position, line: scanner.line)
        repeat {
          let field = scanner.field()
          row.fieldCount += 1
          row.isBlank = row.isBlank && field.isEmpty
          row.isBroken = row.isBroken || field.isBroken
          row.isUnclosed = row.isUnclosed || field.isUnclosed
        } while scanner.skipDelimiter()
        row.end = scanner.position
        scanner.skipLineEnd()
        (row.next, row.nextLine) = (scanner.position, scanner.line)
        if !body(row) { return }
      }
    }
  }

  /// The fields of the record that begins at a place.
  public func fields(at start: Int) -> [String] {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: start, line: 0)
      var fields: [String] = []
      repeat { fields.append(scanner.text(of: scanner.field())) } while scanner.skipDelimiter()
      return fields
    }
  }

  /// The fields of the lines within a record, from its second line on, as if each were a record; none where the record is in
  /// one line.
  package func linesWithin(_ row: CSVRow) -> [[String]] {
    guard row.isOverLines else { return [] }
    var (lines, start): ([[String]], Int) = ([], CSVText.line(at: row.start, in: bytes).next)
    while start < row.end {
      lines.append(fields(at: start))
      start = CSVText.line(at: start, in: bytes).next
    }
    return lines
  }

  /// A field of the record that begins at a place; empty where the record has no such field.
  package func field(_ column: Int, at start: Int) -> String {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: start, line: 0)
      return scanner.field(column).map(scanner.text) ?? ""
    }
  }

  /// Whether no field of a record behind its first ones holds anything.
  package func isEmpty(behind count: Int, _ row: CSVRow) -> Bool {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: row.start, line: 0)
      var index = 0
      repeat {
        let field = scanner.field()
        if index >= count, !field.isEmpty, !scanner.text(of: field).isEmpty { return false }
        index += 1
      } while scanner.skipDelimiter()
      return true
    }
  }

  /// Calls `body` with the bytes of one field of some records, in their order; they are none where a record has no such
  /// field.
  ///
  /// - count: the number of records.
  /// - start: where each of them begins.
  package func forEachField(
    _ column: Int, count: Int, start: (Int) -> Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: 0, line: 0)
      for index in 0..<count {
        scanner.position = start(index)
        guard let field = scanner.field(column) else {
          body(UnsafeBufferPointer(rebasing: bytes[..<0]))
          continue
        }
        scanner.withBytes(of: field, body)
      }
    }
  }
}

extension CSVScanner {
  /// A field of the record that begins at the position; nil where the record has no such field.
  fileprivate mutating func field(_ column: Int) -> Field? {
    for _ in 0..<column {
      _ = field()
      guard skipDelimiter() else { return nil }
    }
    return field()
  }
}
