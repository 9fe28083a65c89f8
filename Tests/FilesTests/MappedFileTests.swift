import Files
import Foundation
import TestSupport
import Testing

@Suite struct MappedFileTests {
  private func bytes(of file: MappedFile) -> [UInt8] { file.withBytes { Array($0) } }

  @Test(arguments: [0, 1, 4095, 4096, 4097]) func wholeFiles(count: Int) throws {
    let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    try withFile(expected) { path in
      let file = try MappedFile(path: path)
      #expect(file.count == count)
      #expect(bytes(of: file) == expected)
    }
  }

  /// A checkpoint that is written anew while it is read does not change under the reader.
  @Test func aNewFileOfTheNameLeavesTheOldBytes() throws {
    try withFile([1, 2, 3]) { path in
      let file = try MappedFile(path: path)
      try AtomicFile.write([4, 5], to: path)
      #expect(bytes(of: file) == [1, 2, 3])
      #expect(bytes(of: try MappedFile(path: path)) == [4, 5])
    }
  }

  @Test func whatCannotBeMapped() throws {
    try withFile([1]) { path in
      #expect(throws: FileError.notFound(path: path + "x")) { try MappedFile(path: path + "x") }
      #expect(throws: FileError.system(path: path + "/x", operation: "read", reason: "Not a directory")) {
        try MappedFile(path: path + "/x")
      }
      // Nobody writes into the pipe: to open it would never end.
      try #require(mkfifo(path + ".pipe", 0o600) == 0)
      for other in [PathParts(path).folder, "/dev/null", path + ".pipe"] {
        #expect(throws: FileError.notRegular(path: other, operation: "read")) { try MappedFile(path: other) }
      }
    }
  }
}
