import Files

/// A search in a file: an SQLite database on which several processes may work at the same time.
///
/// Goals in order: nothing that was recorded is lost, whenever a process is killed; no two workers ever have the same
/// work; the same plan leads one worker to the same trials. Every change is one transaction in write-ahead mode, so that
/// the file always reads as of the last one. A worker holds a lock on its number in a file beside the database. The
/// operating system lets the lock go when the worker's process ends, and that is how others know that its work is free.
///
/// A study belongs to one thread at a time; each thread or process opens its own.
package final class Study {
  /// What the study is called.
  package let name: String
  /// What the study searches.
  package let plan: StudyPlan
  let database: Database
  /// The worker's number and the file in which it is locked; nil before the first claim.
  var worker: (number: Int, locks: LockFile)?

  /// How long a call waits for other processes, in seconds.
  private static let patience = 30

  private init(_ database: Database) throws(StudyError) {
    (name, plan) = try StudyFormat.plan(in: database)
    self.database = database
  }

  /// Opens the study at `path` to work on it, or begins it where there is no file. Throws `different` where the study
  /// has another plan.
  package convenience init(
    _ plan: StudyPlan, name: String, at path: String, patience: Int = Study.patience
  ) throws(StudyError) {
    let database = try Database(path: path, access: .making, patience: patience)
    if try StudyFormat.isEmpty(database) {
      try database.useWriteAheadLog()
      try database.changing { () throws(StudyError) in
        // Another process may have been faster.
        if try StudyFormat.isEmpty(database) { try StudyFormat.make(plan, name: name, in: database) }
      }
    }
    try StudyFormat.check(database)
    try database.useWriteAheadLog()
    try self.init(database)
    if let difference = plan.firstDifference(from: self.plan) {
      throw .different(
        path: path, property: difference.property, wanted: difference.wanted, recorded: difference.recorded)
    }
  }

  /// Opens the study at `path` to look at it only. Throws `notFound` where there is none.
  package convenience init(reading path: String, patience: Int = Study.patience) throws(StudyError) {
    guard FileStatus.exists(path) else { throw .notFound(path: path) }
    let database = try Database(path: path, access: .reading, patience: patience)
    try StudyFormat.check(database)
    try self.init(database)
  }

  /// The plan of the study at `path`; nil where there is no file, or one whose maker was killed before the study began.
  package static func recordedPlan(at path: String, patience: Int = Study.patience) throws(StudyError) -> StudyPlan? {
    guard FileStatus.exists(path) else { return nil }
    // What a killed process has left is mended by whoever may write.
    let database = try Database(path: path, access: .writing, patience: patience)
    if try StudyFormat.isEmpty(database) { return nil }
    try StudyFormat.check(database)
    return try StudyFormat.plan(in: database).plan
  }

  /// The seconds of training, those of all workers added up, after which nothing new begins; nil for no limit.
  package func totalSeconds() throws(StudyError) -> Double? {
    let totals = try database.rows("SELECT total_seconds FROM study") { (row) throws(StudyError) in try row.number(0) }
    return totals.first ?? nil
  }

  /// Sets the limit anew, for all workers. It may be raised to go on with a study that has ended.
  package func limit(toSeconds total: Double?) throws(StudyError) {
    try database.changing { () throws(StudyError) in
      try database.run("UPDATE study SET total_seconds = ?", [total.map { .number($0) } ?? .missing])
    }
  }
}
