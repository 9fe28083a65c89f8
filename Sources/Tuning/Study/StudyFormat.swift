/// How a study is laid out in its database.
///
/// The database is marked as a study by SQLite's `application_id`, its version is `user_version`. A trial that is to be
/// trained has the round, and the worker while one is at work. Numbers of workers are never used twice.
enum StudyFormat {
  /// `Stdy` as bytes.
  static let mark = 0x5374_6479
  static let version = 1

  private static let tables = [
    """
    CREATE TABLE study (
      name TEXT NOT NULL, fixed_settings TEXT NOT NULL, data TEXT NOT NULL, seed TEXT NOT NULL,
      largest_resource INTEGER NOT NULL, factor INTEGER NOT NULL, unit TEXT NOT NULL, total_seconds REAL)
    """,
    "CREATE TABLE ranges (position INTEGER PRIMARY KEY, range TEXT NOT NULL)",
    "CREATE TABLE workers (number INTEGER PRIMARY KEY AUTOINCREMENT, begun TEXT DEFAULT CURRENT_TIMESTAMP)",
    """
    CREATE TABLE trials (
      number INTEGER PRIMARY KEY, bracket INTEGER NOT NULL, state TEXT NOT NULL, round INTEGER,
      worker INTEGER REFERENCES workers)
    """,
    """
    CREATE TABLE settings (
      trial INTEGER NOT NULL REFERENCES trials, position INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
      PRIMARY KEY (trial, position))
    """,
    """
    CREATE TABLE results (
      trial INTEGER NOT NULL REFERENCES trials, round INTEGER NOT NULL, resource INTEGER NOT NULL, loss REAL,
      seconds REAL NOT NULL, step INTEGER NOT NULL, PRIMARY KEY (trial, round))
    """,
  ]

  /// Whether nothing is in the database: a file just made, or one whose maker was killed at once.
  static func isEmpty(_ database: Database) throws(StudyError) -> Bool {
    let mark = try database.wholeNumber("PRAGMA application_id")
    let tables = try database.wholeNumber("SELECT count(*) FROM sqlite_master")
    return mark == 0 && tables == 0
  }

  /// Throws `notStudy`, `otherVersion` or `damaged`.
  static func check(_ database: Database) throws(StudyError) {
    guard try database.wholeNumber("PRAGMA application_id") == mark else { throw .notStudy(path: database.path) }
    let found = try database.wholeNumber("PRAGMA user_version")
    guard found == version else { throw .otherVersion(path: database.path, found: found, expected: version) }
    let faults = try database.rows("PRAGMA quick_check(1)") { (row) throws(StudyError) in try row.text(0) ?? "" }
    guard faults == ["ok"] else {
      throw .damaged(path: database.path, reason: faults.first ?? "it cannot be checked")
    }
  }

  /// Makes the tables and records the plan, inside a transaction.
  static func make(_ plan: StudyPlan, name: String, in database: Database) throws(StudyError) {
    try database.run("PRAGMA application_id = \(mark)")
    try database.run("PRAGMA user_version = \(version)")
    for table in tables { try database.run(table) }
    try database.run(
      "INSERT INTO study VALUES (?, ?, ?, ?, ?, ?, ?, NULL)",
      [
        .text(name), .text(plan.fixedSettings), .text(plan.data), .text("\(plan.seed)"),
        .whole(plan.hyperband.largestResource), .whole(plan.hyperband.factor), .text(plan.resourceUnit.rawValue),
      ])
    for (position, range) in plan.space.ranges.enumerated() {
      try database.run("INSERT INTO ranges VALUES (?, ?)", [.whole(position), .text(range)])
    }
  }

  /// The name and the plan that are recorded.
  static func plan(in database: Database) throws(StudyError) -> (name: String, plan: StudyPlan) {
    let damaged = StudyError.damaged(path: database.path, reason: "what the study searches cannot be read")
    let ranges = try database.rows("SELECT range FROM ranges ORDER BY position") { (row) throws(StudyError) in
      try row.required(0, row.text(0))
    }
    guard let space = try? SearchSpace(parsing: ranges) else { throw damaged }
    let plans = try database.rows(
      "SELECT name, fixed_settings, data, seed, largest_resource, factor, unit FROM study"
    ) { (row) throws(StudyError) in
      let resource = try row.required(4, row.wholeNumber(4))
      let factor = try row.required(5, row.wholeNumber(5))
      guard Hyperband.resources.contains(resource), factor >= 2, let seed = try UInt64(row.required(3, row.text(3))),
        let unit = try StudyPlan.ResourceUnit(rawValue: row.required(6, row.text(6)))
      else { throw damaged }
      return (
        name: try row.required(0, row.text(0)),
        plan: StudyPlan(
          space: space, fixedSettings: try row.required(1, row.text(1)), data: try row.required(2, row.text(2)),
          seed: seed, hyperband: Hyperband(largestResource: resource, factor: factor), resourceUnit: unit)
      )
    }
    guard plans.count == 1 else { throw damaged }
    return plans[0]
  }
}
