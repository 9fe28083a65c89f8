import Files
import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  private static func write(_ pieces: [[UInt8]], to path: String) throws {
    let joined = pieces.flatMap { $0 }
    try joined.withUnsafeBytes { bytes in
      var rest = bytes[...]
      let parts = pieces.map { piece in
        defer { rest = rest.dropFirst(piece.count) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(piece.count))
      }
      try AtomicFile.write(parts, to: path)
    }
  }

  private static func names(beside path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: URL(filePath: path).deletingLastPathComponent().path).sorted()
  }

  @Test func piecesReplaceTheOldFile() throws {
    try withFile([9, 9, 9, 9, 9, 9, 9]) { path in
      try Self.write([[1, 2], [], [3]], to: path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
      #expect(try Self.names(beside: path) == ["file"])
      try Self.write([], to: path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data())
    }
  }

  /// Writes a piece, and then ends with an error.
  private static func writeInVain(to path: String, _ error: FileError) throws(FileError) {
    try AtomicFile.write(to: path) { (write) throws(FileError) in
      try [UInt8](1...3).withUnsafeBufferPointer { (bytes) throws(FileError) in
        try write(UnsafeRawBufferPointer(bytes))
      }
      throw error
    }
  }

  /// What is made while it is written may come to nothing.
  @Test func anErrorBetweenTwoPiecesLeavesTheOldFile() throws {
    try withFile([9, 9]) { path in
      let error = FileError.noReader(path: "pipe")
      #expect(throws: error) { try Self.writeInVain(to: path, error) }
      let (left, names) = (try Data(contentsOf: URL(filePath: path)), try Self.names(beside: path))
      #expect(left == Data([9, 9]) && names == ["file"])
    }
  }

  /// In a process of its own, whose files may not grow beyond 10,000 bytes: the second piece fails half way.
  @Test func aFailedWriteLeavesTheOldFile() async throws {
    await #expect(processExitsWith: .success) {
      try withFile([7, 8, 9]) { path in
        try withFileSizeLimit(10_000) {
          #expect(throws: FileError.system(path: path, operation: "write", reason: "File too large")) {
            try Self.write([[1, 2], [UInt8](repeating: 3, count: 20_000)], to: path)
          }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data([7, 8, 9]))
        #expect(try Self.names(beside: path) == ["file"])
      }
    }
  }

  @Test func aFolderIsNotReplaced() throws {
    try withFile([5]) { path in
      let folder = URL(filePath: path).deletingLastPathComponent().path
      let error = FileError.isFolder(path: folder, operation: "write a file")
      let parent = URL(filePath: folder).deletingLastPathComponent().path
      #expect(throws: error) { try Self.write([[1]], to: folder) }
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([5]))
      let left = try FileManager.default.contentsOfDirectory(atPath: parent)
        .filter { $0.hasPrefix("." + URL(filePath: folder).lastPathComponent) }
      #expect(left == [])
    }
  }

  @Test func linksAreFollowedAndDevicesStay() throws {
    try withFile([5]) { path in
      try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
      try AtomicFile.write([1, 2], to: path + ".link")
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2]))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path + ".link") == path)
      #expect(try Self.names(beside: path) == ["file", "file.link"])
    }
    let error = FileError.notRegular(path: "/dev/null", operation: "write a file")
    #expect(throws: error) { try AtomicFile.write([1], to: "/dev/null") }
    #expect(throws: error) { try AtomicFile.checkWritable("/dev/null") }
  }

  /// A link may come before what it names, and lead there by way of other links and folders.
  @Test func linksToFilesThatAreNotThereYetAreFollowed() throws {
    try withTemporaryFolder { folder in
      let links = [("first", "second"), ("second", "deep/third"), ("deep/third", "../file")]
      try FileManager.default.createDirectory(atPath: folder + "/deep", withIntermediateDirectories: true)
      for (link, target) in links {
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: target)
      }
      try AtomicFile.checkWritable(folder + "/first")
      for bytes: [UInt8] in [[1, 2], [3]] {
        try AtomicFile.write(bytes, to: folder + "/first")
        #expect(try Data(contentsOf: URL(filePath: folder + "/file")) == Data(bytes))
      }
      for (link, target) in links {
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(link)") == target)
      }
      #expect(try Folder.names(in: folder).sorted() == ["deep", "file", "first", "second"])
      try FileManager.default.createSymbolicLink(atPath: folder + "/away", withDestinationPath: folder + "/new/file")
      try AtomicFile.checkWritable(folder + "/away")
      try AtomicFile.write([4], to: folder + "/away")
      #expect(try Data(contentsOf: URL(filePath: folder + "/new/file")) == Data([4]))
    }
  }

  @Test func linksThatLeadNowhereAreRefused() throws {
    try withTemporaryFolder { folder in
      for (link, target) in [("a", "b"), ("b", "a")] {
        try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: target)
      }
      let error = FileError.system(
        path: folder + "/a", operation: "write", reason: "Too many levels of symbolic links")
      #expect(throws: error) { try AtomicFile.write([1], to: folder + "/a") }
      #expect(throws: error) { try AtomicFile.checkWritable(folder + "/a") }
      #expect(try Folder.names(in: folder).sorted() == ["a", "b"])
    }
  }

  private static func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  /// In a process of its own, whose umask it is.
  @Test func aNewFileIsForThoseWhomTheUmaskAllows() async throws {
    await #expect(processExitsWith: .success) {
      for (mask, expected) in [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600), (0, 0o666)] {
        umask(mode_t(mask))
        try withTemporaryPath { path in
          try AtomicFile.write([1], to: path)
          #expect(try Self.permissions(path) == expected)
        }
      }
    }
  }

  @Test func anOldFileKeepsItsPermissions() async throws {
    await #expect(processExitsWith: .success) {
      for mask in [0, 0o077] {
        umask(mode_t(mask))
        for permissions in [0o600, 0o640, 0o444, 0o666] {
          try withFile([1]) { path in
            try #require(chmod(path, mode_t(permissions)) == 0)
            try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
            for name in [path, path + ".link"] {
              try AtomicFile.write([2], to: name)
              #expect(try Self.permissions(path) == permissions)
            }
          }
        }
      }
    }
  }

  /// A process that writes one file again and again is killed: the file is one of those that it wrote, whole.
  @Test(arguments: [1, 3, 7, 20]) func aKilledWriterLeavesAWholeFile(milliseconds: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/file"
    try AtomicFile.checkWritable(path)
    try AtomicFile.write([UInt8](repeating: 0, count: 300_000), to: path)
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, milliseconds = milliseconds as Int] in
      Thread.detachNewThread {
        usleep(useconds_t(1000 * milliseconds))
        kill(getpid(), SIGKILL)
      }
      for byte in 1... { try AtomicFile.write([UInt8](repeating: UInt8(byte & 0xFF), count: 300_000), to: path) }
    }
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.count == 300_000 && Set(bytes).count == 1, "\(bytes.count) bytes")
  }

  @Test func aFileIsNoFolder() throws {
    try withFile([5]) { path in
      let error = FileError.system(path: path + "/x", operation: "write", reason: "Not a directory")
      #expect(throws: error) { try Self.write([[1]], to: path + "/x") }
      #expect(throws: error) { try AtomicFile.checkWritable(path + "/x") }
      #expect(
        throws: FileError.system(path: path + "/x", operation: "make the folder", reason: "Not a directory")
      ) {
        try AtomicFile.checkWritable(path + "/x/y")
      }
      let kept = try Data(contentsOf: URL(filePath: path))
      #expect(kept == Data([5]))
    }
  }

  @Test func checkingLeavesNothing() throws {
    try withFile([5]) { path in
      try AtomicFile.checkWritable(path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([5]))
      #expect(try Self.names(beside: path) == ["file"])
      let folder = PathParts(path).folder
      try AtomicFile.checkWritable(folder + "/a/b/new")
      #expect(try Folder.names(in: folder) == ["file"])
      try Folder.make(folder + "/a")
      try AtomicFile.checkWritable(folder + "/a/b/new")
      #expect(try Folder.names(in: folder).sorted() == ["a", "file"] && Folder.names(in: folder + "/a") == [])
    }
  }

  @Test func aMissingFolderIsMadeForTheFileAndGoesAwayWithoutOne() async throws {
    await #expect(processExitsWith: .success) {
      try withTemporaryFolder { folder in
        let deep = folder + "/a/b/new"
        try withFileSizeLimit(1000) {
          #expect(throws: FileError.system(path: deep, operation: "write", reason: "File too large")) {
            try AtomicFile.write([UInt8](repeating: 1, count: 2000), to: deep)
          }
        }
        #expect(try Folder.names(in: folder) == [])
        try AtomicFile.write([1, 2], to: deep)
        #expect(try Data(contentsOf: URL(filePath: deep)) == Data([1, 2]))
        #expect(try Folder.names(in: folder + "/a/b") == ["new"])
      }
    }
  }

  /// A thread that has made the folder takes the folder away, which must not make another thread fail.
  @Test func manyMayCheckAndWriteInAMissingFolderAtOnce() throws {
    try withTemporaryFolder { folder in
      let failures = Mutex(0)
      DispatchQueue.concurrentPerform(iterations: 8) { number in
        for _ in 1...50 {
          do {
            try AtomicFile.checkWritable("\(folder)/a/\(number)")
          } catch {
            failures.withLock { $0 += 1 }
          }
        }
      }
      #expect(failures.withLock { $0 } == 0)
    }
  }

  @Test func checkingTheNameMakesNoFolder() throws {
    try withFile([5]) { path in
      let folder = PathParts(path).folder
      try AtomicFile.checkNamesFile(path)
      try AtomicFile.checkNamesFile(folder + "/a/b/new")
      #expect(try Folder.names(in: folder) == ["file"])
      for named in [folder, folder + "/new/"] {
        #expect(throws: FileError.isFolder(path: named, operation: "write a file")) {
          try AtomicFile.checkNamesFile(named)
        }
      }
      #expect(throws: FileError.notRegular(path: "/dev/null", operation: "write a file")) {
        try AtomicFile.checkNamesFile("/dev/null")
      }
    }
  }

  /// A training would otherwise run to its end and then have nowhere to go.
  @Test func pathsThatNameNoFileAreRefusedBeforehand() throws {
    try withTemporaryPath { path in
      let folder = URL(filePath: path).deletingLastPathComponent().path
      for path in [folder, folder + "/", folder + "/new/", folder + "/new/.", folder + "/..", ".", ""] {
        #expect(throws: FileError.isFolder(path: path, operation: "write a file")) {
          try AtomicFile.checkWritable(path)
        }
      }
      let names = try Self.names(beside: path)
      #expect(names == [])
    }
  }
}
