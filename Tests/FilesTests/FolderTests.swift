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
}
