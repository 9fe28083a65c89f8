import Files
import TestSupport
import Testing

@Suite struct LockFileTests {
  @Test func aLockIsSeenByEveryOtherOpeningUntilItsOwnGoesAway() throws {
    try withTemporaryPath { path in
      var first: LockFile? = try LockFile(path: path)
      let second = try LockFile(path: path)
      try first?.take(3)
      #expect(try second.isTakenElsewhere(3))
      #expect(try !second.isTakenElsewhere(2))
      #expect(try first?.isTakenElsewhere(3) == false, "not elsewhere")
      #expect(throws: FileError.self) { try second.take(3) }
      try second.take(4)
      first = nil
      #expect(try !second.isTakenElsewhere(3))
      try second.take(3)
    }
  }

  /// Locks of the usual kind would be lost here.
  @Test func closingAnotherOpeningKeepsTheLock() throws {
    try withTemporaryPath { path in
      let first = try LockFile(path: path)
      try first.take(0)
      _ = try LockFile(path: path)
      #expect(try LockFile(path: path).isTakenElsewhere(0))
      withExtendedLifetime(first) {}
    }
  }

  @Test func aFileThatCannotBeOpenedIsAnError() throws {
    try withTemporaryFolder { folder in
      #expect(throws: FileError.self) { try LockFile(path: folder + "/missing/file") }
    }
  }
}
