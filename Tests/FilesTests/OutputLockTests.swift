import Files
import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite struct OutputLockTests {
  @Test func theSecondIsRefusedAndHearsOfTheFirst() throws {
    try withTemporaryPath { path in
      var first: OutputLock? = try OutputLock(of: [path], holder: "process 7")
      #expect(throws: HeldOutput(path: path, holder: "process 7")) { try OutputLock(of: [path], holder: "process 8") }
      // Another file is another matter, and so is a name of which this one is the beginning.
      _ = try OutputLock(of: [path + "2"], holder: "process 8")
      withExtendedLifetime(first) {}
      first = nil
      _ = try OutputLock(of: [path], holder: "process 8")
      #expect(try Folder.names(in: String(path.dropLast("/file".count))) == [])
    }
  }

  @Test func aLinkIsTheFileThatItLeadsTo() throws {
    try withTemporaryPath { path in
      try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: "file")
      let first = try OutputLock(of: [path + ".link"], holder: "process 7")
      #expect(throws: HeldOutput.self) { try OutputLock(of: [path], holder: "process 8") }
      withExtendedLifetime(first) {}
    }
  }

  /// The folder is made for the lock, and goes away with it where nothing else came into it.
  @Test func aMissingFolderIsMadeAndTakenAway() throws {
    try withTemporaryFolder { folder in
      var lock: OutputLock? = try OutputLock(of: [folder + "/a/b/file", folder + "/a/b/other"], holder: "process 7")
      #expect(FileStatus.exists(folder + "/a/b"))
      withExtendedLifetime(lock) {}
      lock = nil
      #expect(try Folder.names(in: folder) == [])
      lock = try OutputLock(of: [folder + "/a/file", folder + "/a/other"], holder: "process 7")
      try AtomicFile.write([1], to: folder + "/a/file")
      withExtendedLifetime(lock) {}
      lock = nil
      #expect(try Folder.names(in: folder + "/a") == ["file"])
    }
  }

  /// However it dies: its file is taken over and goes away.
  @Test func aDeadProcessHoldsNothing() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/file"
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let lock = try OutputLock(of: [path], holder: "process 7")
      withExtendedLifetime(lock) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try Folder.names(in: folder) == [".file.lock"])
    _ = try OutputLock(of: [path], holder: "a longer text than before")
    #expect(try Folder.names(in: folder) == [])
  }

  @Test func whereNothingCanBeLockedNothingIsClaimed() throws {
    try withFile([1]) { path in
      // The folder is a file.
      _ = try OutputLock(of: [path + "/x"], holder: "process 7")
      _ = try OutputLock(of: [path + "/x"], holder: "process 8")
      #expect(try bytes(ofFile: path) == [1])
    }
  }

  @Test func leftoversOfKilledWritersAreTakenAway() throws {
    try withTemporaryPath { path in
      let folder = String(path.dropLast("/file".count))
      let leftovers = [".file.01234567.part", ".file.89abcdef.part"]
      let others = [
        ".file.0123456.part", ".file.0123456X.part", ".file2.01234567.part", ".file.swp", "file.01234567.part", ".file",
      ]
      for name in leftovers + others { try Data([1]).write(to: URL(filePath: "\(folder)/\(name)")) }
      AtomicFile.removeLeftovers(of: path)
      #expect(try Folder.names(in: folder).sorted() == others.sorted())
    }
  }

  /// It is told from a leftover by its lock.
  @Test func whatIsBeingWrittenStays() throws {
    try withTemporaryPath { path in
      let data = [UInt8](repeating: 1, count: 4_000_000)
      let done = DispatchSemaphore(value: 0)
      let failures = Failures()
      Thread.detachNewThread {
        for _ in 0..<20 {
          do { try AtomicFile.write(data, to: path) } catch { failures.count += 1 }
        }
        done.signal()
      }
      while done.wait(timeout: .now() + .milliseconds(1)) == .timedOut { AtomicFile.removeLeftovers(of: path) }
      #expect(failures.count == 0)
      let written = try bytes(ofFile: path)
      #expect(written.count == data.count)
    }
  }

  /// Written by the one thread, and read when that has ended.
  private final class Failures: @unchecked Sendable { var count = 0 }
}
