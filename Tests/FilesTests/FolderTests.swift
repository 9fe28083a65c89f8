import Files
import Foundation
import TestSupport
import Testing

@Suite struct FolderTests {
  @Test func namesOfWhatStandsThere() throws {
    try withFile([1]) { path in
      let folder = PathParts(path).folder
      try Data().write(to: URL(filePath: folder + "/.hidden"))
      try Folder.make(folder + "/ä/b")
      #expect(try Folder.names(in: folder).sorted() == [".hidden", "file", "ä"])
      #expect(try Folder.names(in: folder + "/ä/b") == [])
      #expect(throws: FileError.system(path: path, operation: "read", reason: "Not a directory")) {
        try Folder.names(in: path)
      }
    }
  }

  @Test func foldersAreMadeWhereTheyAreMissing() throws {
    try withFile([1]) { path in
      let folder = PathParts(path).folder
      for made in [folder + "/a/b/c", folder + "/a/b/c", folder + "/a/d", ".", "/", folder + "/e/"] {
        try Folder.make(made)
        #expect(FileStatus(made)?.isFolder == true)
      }
      #expect(throws: FileError.system(path: path + "/x", operation: "make the folder", reason: "Not a directory")) {
        try Folder.make(path + "/x/y")
      }
    }
  }

  /// In a process of its own, whose umask it is.
  @Test func aNewFolderIsForThoseWhomTheUmaskAllows() async throws {
    await #expect(processExitsWith: .success) {
      for (mask, expected) in [(0o022, 0o755), (0o002, 0o775), (0o077, 0o700)] {
        umask(mode_t(mask))
        try withTemporaryFolder { folder in
          try Folder.make(folder + "/a/b")
          for made in ["/a", "/a/b"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + made)
            #expect(attributes[.posixPermissions] as? Int == expected)
          }
        }
      }
    }
  }

  @Test func filesAreTakenAway() throws {
    try withFile([1]) { path in
      for _ in 0..<2 {
        Folder.removeFile(path)
        #expect(!FileStatus.exists(path))
      }
    }
  }

  @Test func filesGrowAtTheirEnd() throws {
    try withTemporaryPath { path in
      for bytes: [UInt8] in [[1, 2], [], [3]] { try AppendedFile.append(bytes, to: path) }
      #expect(try Data(contentsOf: URL(filePath: path)) == Data([1, 2, 3]))
      let folder = PathParts(path).folder
      #expect(throws: FileError.system(path: folder, operation: "open", reason: "Is a directory")) {
        try AppendedFile.append([1], to: folder)
      }
      #expect(throws: FileError.system(path: "/dev/full", operation: "write", reason: "No space left on device")) {
        try AppendedFile.append([1], to: "/dev/full")
      }
    }
  }

  @Test func whatWasAppendedHalfWayIsTakenBack() async throws {
    await #expect(processExitsWith: .success) {
      try withFile([7, 8, 9]) { path in
        try withFileSizeLimit(1000) {
          #expect(throws: FileError.system(path: path, operation: "write", reason: "File too large")) {
            try AppendedFile.append([UInt8](repeating: 1, count: 2000), to: path)
          }
        }
        #expect(try Data(contentsOf: URL(filePath: path)) == Data([7, 8, 9]))
      }
    }
  }
}
