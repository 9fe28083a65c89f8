import CSQLite

/// One statement of SQL with its values. Values are bound, never pasted into the text.
package struct Statement: ~Copyable {
  /// What a column may hold.
  package enum Value {
    case missing
    case whole(Int)
    case number(Double)
    case text(String)
  }

  private let database: Database
  private let handle: OpaquePointer

  init(_ sql: String, _ values: [Value], in database: Database) throws(StudyError) {
    var prepared: OpaquePointer?
    let code = sqlite3_prepare_v2(database.handle, sql, -1, &prepared, nil)
    guard code == SQLITE_OK, let handle = prepared else { throw database.error(code) }
    precondition(
      Int(sqlite3_bind_parameter_count(handle)) == values.count,
      "\(values.count) values for \(sqlite3_bind_parameter_count(handle)) places")
    for (index, value) in values.enumerated() {
      let code = Self.bind(value, at: CInt(index + 1), of: handle)
      guard code == SQLITE_OK else {
        let error = database.error(code)
        sqlite3_finalize(handle)
        throw error
      }
    }
    (self.database, self.handle) = (database, handle)
  }

  deinit { sqlite3_finalize(handle) }

  private static func bind(_ value: Value, at index: CInt, of handle: OpaquePointer) -> CInt {
    switch value {
    case .missing: sqlite3_bind_null(handle, index)
    case .whole(let value): sqlite3_bind_int64(handle, index, Int64(value))
    case .number(let value): sqlite3_bind_double(handle, index, value)
    case .text(let value): textgen_bind_text(handle, index, value, CInt(value.utf8.count))
    }
  }

  /// Goes on to the next row; false at the end.
  func step() throws(StudyError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw database.error(code)
    }
  }

  /// The whole number in a column, counted from 0; nil where it is missing. Throws `damaged` for anything else.
  package func wholeNumber(_ column: Int) throws(StudyError) -> Int? {
    switch sqlite3_column_type(handle, CInt(column)) {
    case SQLITE_INTEGER: return Int(sqlite3_column_int64(handle, CInt(column)))
    case SQLITE_NULL: return nil
    default: throw unexpected(column)
    }
  }

  /// The number in a column; nil where it is missing.
  package func number(_ column: Int) throws(StudyError) -> Double? {
    switch sqlite3_column_type(handle, CInt(column)) {
    case SQLITE_INTEGER, SQLITE_FLOAT: return sqlite3_column_double(handle, CInt(column))
    case SQLITE_NULL: return nil
    default: throw unexpected(column)
    }
  }

  /// The text in a column; nil where it is missing.
  package func text(_ column: Int) throws(StudyError) -> String? {
    switch sqlite3_column_type(handle, CInt(column)) {
    case SQLITE_TEXT:
      // The text may hold a zero, so its length is asked for.
      let start = sqlite3_column_text(handle, CInt(column))
      let count = Int(sqlite3_column_bytes(handle, CInt(column)))
      return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    case SQLITE_NULL: return nil
    default: throw unexpected(column)
    }
  }

  /// What a column has to hold.
  func required<Content>(_ column: Int, _ content: Content?) throws(StudyError) -> Content {
    guard let content else { throw unexpected(column) }
    return content
  }

  private func unexpected(_ column: Int) -> StudyError {
    let name = sqlite3_column_name(handle, CInt(column)).map { String(cString: $0) } ?? "\(column)"
    return .damaged(path: database.path, reason: "a row holds something else than expected in the column \(name)")
  }
}
