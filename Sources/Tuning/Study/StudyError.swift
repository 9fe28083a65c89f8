/// What can be wrong with a study.
package enum StudyError: Error, Equatable, Sendable {
  /// Nothing stands at the path of a study that is to be read or joined.
  case notFound(path: String)
  /// The file is no SQLite database.
  case notDatabase(path: String)
  /// The file is a database of another program, or of none.
  case notStudy(path: String)
  /// The study has another version of the format.
  case otherVersion(path: String, found: Int, expected: Int)
  /// Parts of the file are missing, or do not fit together.
  case damaged(path: String, reason: String)
  /// The file may only be read.
  case readOnly(path: String)
  /// Other processes kept the file locked.
  case locked(path: String, seconds: Int)
  /// The study that the file holds is not the one that was asked for: `property` differs.
  case different(path: String, property: String, wanted: String, recorded: String)
  /// A result came for a trial on which this worker does not work.
  case notClaimed(path: String, trial: Int)
  /// The operating system refused something.
  case system(path: String, reason: String)
}

extension StudyError: CustomStringConvertible {
  /// The error in one line.
  package var description: String {
    switch self {
    case .notFound(let path): "\(path): there is no such study"
    case .notDatabase(let path): "\(path): this file is no study: it is not an SQLite database; name another file"
    case .notStudy(let path): "\(path): this database is no study; name another file"
    case .otherVersion(let path, let found, let expected):
      "\(path): the study has version \(found) of the format, but this program reads version \(expected); "
        + "use the program that began the study, or name another file"
    case .damaged(let path, let reason): "\(path): the study is damaged: \(reason)"
    case .readOnly(let path): "\(path): the study cannot be written: the file is read-only"
    case .locked(let path, let seconds):
      "\(path): the study was locked by another process for more than \(seconds) seconds; try again"
    case .different(let path, let property, let wanted, let recorded):
      "\(path): the study was begun with another \(property): \(recorded) is recorded, but \(wanted) was asked for; "
        + "ask for the recorded one, or name another file"
    case .notClaimed(let path, let trial): "\(path): trial \(trial) is no longer this worker's"
    case .system(let path, let reason): "\(path): the study cannot be used: \(reason)"
    }
  }
}
