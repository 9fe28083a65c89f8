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

  /// Whether a byte ends a line, or is half of what does.
  package static func isLineEnd(_ byte: UInt8) -> Bool { CSVScanner.isLineEnd(byte) }

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

  /// A field of the record that begins at a place; empty where the record has no such field.
  package func field(_ column: Int, at start: Int) -> String {
    bytes.withUnsafeBufferPointer { bytes in
      var scanner = CSVScanner(bytes: bytes, delimiter: delimiter, position: start, line: 0)
      return scanner.field(column).map(scanner.text) ?? ""
    }
  }

  /// Whether no field of a record behind its first ones holds anything.
  package func isEmpty(behind count: Int, _ row: CSVRow) -> Bool {
    (count..<max(count, row.fieldCount)).allSatisfy { field($0, at: row.start).isEmpty }
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
