import Files
import Foundation
import TestSupport
import Testing

@Suite struct InputFileTests {
  /// Around the size of the blocks in which it is read.
  @Test(arguments: [0, 1, 65_535, 65_536, 65_537, 200_001]) func wholeFiles(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    try withFile(bytes) { path in
      let file = try InputFile(path: path)
      #expect(file.size == count)
      #expect(try file.readToEnd() == bytes)
      #expect(try file.readToEnd() == [])
    }
  }

  @Test func fewerBytesComeOnlyAtTheEnd() throws {
    try withFile([1, 2, 3, 4, 5]) { path in
      let file = try InputFile(path: path)
      var buffer: [UInt8] = [0, 0, 0]
      let read = { try buffer.withUnsafeMutableBytes { try file.read(into: $0) } }
      #expect(try read() == 3)
      #expect(try read() == 2)
      #expect(try read() == 0)
      #expect(buffer == [4, 5, 3])
    }
  }

  /// A pipe has no size and gives less than was asked for at a time.
  @Test func pipes() throws {
    try withTemporaryPath { path in
      try #require(mkfifo(path, 0o600) == 0)
      let writer = popen("{ printf 'one '; sleep 0.1; printf two; } > '\(path)'", "r")
      let file = try InputFile(path: path)
      #expect(file.size == nil)
      var buffer = [UInt8](repeating: 0, count: 7)
      #expect(try buffer.withUnsafeMutableBytes { try file.read(into: $0) } == 7)
      #expect(buffer == Array("one two".utf8))
      #expect(pclose(writer) == 0)
    }
  }

  @Test func whatCannotBeRead() throws {
    try withFile([1]) { path in
      #expect(throws: FileError.notFound(path: path + "x")) { try InputFile(path: path + "x") }
      #expect(throws: FileError.notFound(path: "")) { try InputFile(path: "") }
      #expect(throws: FileError.system(path: path + "/x", operation: "read", reason: "Not a directory")) {
        try InputFile(path: path + "/x")
      }
      let folder = PathParts(path).folder
      #expect(throws: FileError.isFolder(path: folder, operation: "read")) { try InputFile(path: folder) }
    }
  }
}
