import CSQLite

/// A connection to an SQLite database. This type and `Statement` are the only ones that call SQLite.
///
/// A connection belongs to one thread at a time.
package final class Database {
  /// What a connection may do.
  package enum Access {
    /// Read only; the file has to be there.
    case reading
    /// Read and write; the file has to be there.
    case writing
    /// Read and write; the file is made where it is missing.
    case making
  }

  /// The path of the file, as its user named it.
  package let path: String
  let handle: OpaquePointer
  private let patience: Int

  /// Opens the file at `path`. Where another process has the file locked, calls wait for `patience` seconds.
  package init(path: String, access: Access, patience: Int) throws(StudyError) {
    let flags =
      switch access {
      case .reading: SQLITE_OPEN_READONLY
      case .writing: SQLITE_OPEN_READWRITE
      case .making: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      }
    var opened: OpaquePointer?
    let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard let handle = opened else { throw .system(path: path, reason: "there is no memory for it") }
    guard code == SQLITE_OK else {
      let error = StudyError(code: code, of: handle, path: path, patience: patience)
      sqlite3_close_v2(handle)
      throw error
    }
    (self.path, self.handle, self.patience) = (path, handle, patience)
    sqlite3_extended_result_codes(handle, 1)
    sqlite3_busy_timeout(handle, CInt(clamping: patience * 1000))
    if access != .reading, sqlite3_db_readonly(handle, "main") == 1 { throw .readOnly(path: path) }
  }

  /// The whole path of the file, without links.
  var fullPath: String { sqlite3_db_filename(handle, "main").map { String(cString: $0) } ?? path }

  deinit { sqlite3_close_v2(handle) }

  /// Runs one statement to its end; its values take the places of the question marks, in their order.
  package func run(_ sql: String, _ values: [Statement.Value] = []) throws(StudyError) {
    let statement = try Statement(sql, values, in: self)
    while try statement.step() {}
  }

  /// What `row` makes of each row of the result.
  package func rows<Row>(
    _ sql: String, _ values: [Statement.Value] = [], _ row: (borrowing Statement) throws(StudyError) -> Row
  ) throws(StudyError) -> [Row] {
    let statement = try Statement(sql, values, in: self)
    var result: [Row] = []
    while try statement.step() { result.append(try row(statement)) }
    return result
  }

  /// The whole number in the first column of the first row; 0 where there is none.
  package func wholeNumber(_ sql: String) throws(StudyError) -> Int {
    try rows(sql) { (row) throws(StudyError) in try row.wholeNumber(0) ?? 0 }.first ?? 0
  }

  /// Reads everything in `body` as of one moment.
  package func reading<Result>(_ body: () throws(StudyError) -> Result) throws(StudyError) -> Result {
    try transaction("BEGIN", body)
  }

  /// Makes the changes of `body` at once or, when it throws, not at all; nobody else changes anything meanwhile.
  package func changing<Result>(_ body: () throws(StudyError) -> Result) throws(StudyError) -> Result {
    try transaction("BEGIN IMMEDIATE", body)
  }

  private func transaction<Result>(
    _ begin: String, _ body: () throws(StudyError) -> Result
  ) throws(StudyError) -> Result {
    try run(begin)
    do throws(StudyError) {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      // Some errors have ended the transaction already.
      if sqlite3_get_autocommit(handle) == 0 { try? run("ROLLBACK") }
      throw error
    }
  }

  /// Makes the file one that is read while it is written, and that a power failure leaves whole.
  func useWriteAheadLog() throws(StudyError) {
    try run("PRAGMA synchronous = FULL")
    // SQLite does not wait here while another process does the same.
    for attempt in 0... {
      do throws(StudyError) {
        return try run("PRAGMA journal_mode = WAL")
      } catch .locked where attempt < patience * 50 {
        sqlite3_sleep(20)
      }
    }
  }

  func error(_ code: CInt) -> StudyError { StudyError(code: code, of: handle, path: path, patience: patience) }
}

extension StudyError {
  fileprivate init(code: CInt, of handle: OpaquePointer, path: String, patience: Int) {
    let reason = String(cString: sqlite3_errmsg(handle))
    switch code & 0xFF {
    case SQLITE_NOTADB: self = .notDatabase(path: path)
    // What is asked of the database is right, so that a general error means a table or a column that is missing.
    case SQLITE_CORRUPT, SQLITE_ERROR: self = .damaged(path: path, reason: reason)
    case SQLITE_READONLY, SQLITE_PERM: self = .readOnly(path: path)
    case SQLITE_BUSY, SQLITE_LOCKED: self = .locked(path: path, seconds: patience)
    default:
      // A file that is shorter than its first page says ends in a read that comes back short.
      self =
        code == textgen_ioerr_short_read ? .damaged(path: path, reason: reason) : .system(path: path, reason: reason)
    }
  }
}
