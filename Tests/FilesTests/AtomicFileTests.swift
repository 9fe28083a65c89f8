import Files
import Foundation
import Glibc
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

  /// In a process of its own, whose files may not grow beyond 10,000 bytes: the second piece fails half way.
  @Test func aFailedWriteLeavesTheOldFile() async throws {
    await #expect(processExitsWith: .success) {
      try withFile([7, 8, 9]) { path in
        signal(SIGXFSZ, SIG_IGN)
        let fileSize = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        var limit = rlimit()
        try #require(getrlimit(fileSize, &limit) == 0)
        limit.rlim_cur = 10_000
        try #require(setrlimit(fileSize, &limit) == 0)
        #expect(throws: FileError.system(path: path, operation: "write", reason: "File too large")) {
          try Self.write([[1, 2], [UInt8](repeating: 3, count: 20_000)], to: path)
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

  @Test func everyoneMayRead() throws {
    try withTemporaryPath { path in
      try AtomicFile.write([1], to: path)
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(permissions == 0o644)
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

  @Test func checkingMakesTheFolderAndLeavesNothingElse() throws {
    try withFile([5]) { path in
      try AtomicFile.checkWritable(path)
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([5]))
      #expect(try Self.names(beside: path) == ["file"])
      let deep = URL(filePath: path).deletingLastPathComponent().path + "/a/b/new"
      try AtomicFile.checkWritable(deep)
      #expect(try Self.names(beside: deep) == [])
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
