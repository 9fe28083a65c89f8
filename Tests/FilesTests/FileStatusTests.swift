import Files
import Foundation
import TestSupport
import Testing

@Suite struct FileStatusTests {
  @Test func whatStandsAtAPath() throws {
    try withFile([1, 2, 3]) { path in
      let file = try #require(FileStatus(path))
      #expect(file.isRegular && !file.isFolder && !file.isPipe && file.size == 3)
      let folder = try #require(FileStatus(PathParts(path).folder))
      #expect(folder.isFolder && !folder.isRegular)
      let device = try #require(FileStatus("/dev/null"))
      #expect(!device.isFolder && !device.isRegular && !device.isPipe)
      try #require(mkfifo(path + ".pipe", 0o600) == 0)
      #expect(FileStatus(path + ".pipe")?.isPipe == true)
    }
  }

  @Test func whetherSomethingStandsThere() throws {
    try withFile([1]) { path in
      try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
      try FileManager.default.createSymbolicLink(atPath: path + ".broken", withDestinationPath: path + ".none")
      #expect(FileStatus.exists(path) && FileStatus.exists(path + ".link") && FileStatus.exists("."))
      for missing in [path + ".none", path + ".broken", path + "/x", ""] { #expect(!FileStatus.exists(missing)) }
    }
  }

  @Test func twoPathsToOneFile() throws {
    try withFile([1]) { path in
      try FileManager.default.createSymbolicLink(atPath: path + ".link", withDestinationPath: path)
      try FileManager.default.linkItem(atPath: path, toPath: path + ".second")
      try Data([1]).write(to: URL(filePath: path + ".copy"))
      #expect(FileStatus.isSameFile(path, path + ".link") && FileStatus.isSameFile(path + ".second", path))
      #expect(!FileStatus.isSameFile(path, path + ".copy"))
      #expect(!FileStatus.isSameFile(path + ".none", path + ".none"))
    }
  }

  @Test func whenAFileWasWritten() throws {
    try withFile([1]) { path in
      let time = Date(timeIntervalSince1970: 1_234_567_890.5)
      try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
      #expect(FileStatus(path)?.modified == .milliseconds(1_234_567_890_500))
    }
  }
}
