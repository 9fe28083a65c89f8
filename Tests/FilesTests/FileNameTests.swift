import Files
import TestSupport
import Testing

@Suite struct FileNameTests {
  @Test func namesAreCutToTheBytesThatASystemAllows() {
    #expect(FileName.fitting("file", end: ".part") == "file.part")
    let whole = String(repeating: "x", count: 250)
    #expect(FileName.fitting(whole, end: ".part") == whole + ".part")
    // Of characters of three bytes none is cut in the middle; names that begin alike stay apart.
    let long = String(repeating: "縦", count: 84)
    let fitted = FileName.fitting(long, end: ".part")
    #expect(fitted.utf8.count <= 255 && fitted.utf8.count > 252)
    #expect(fitted.hasPrefix(String(repeating: "縦", count: 77) + "~") && fitted.hasSuffix(".part"))
    #expect(FileName.fitting(long + "a", end: ".part") != fitted)
    #expect(FileName.fitting(long, end: ".part") == fitted)
  }

  /// Every name that the system itself takes.
  @Test(arguments: [240, 241, 250, 254, 255]) func filesOfLongNamesAreWritten(length: Int) throws {
    try withTemporaryFolder { folder in
      let path = folder + "/" + String(repeating: "n", count: length)
      try AtomicFile.checkWritable(path)
      for byte: UInt8 in [1, 2] {
        let lock = try OutputLock(of: [path], holder: "process 7")
        #expect(throws: HeldOutput.self) { try OutputLock(of: [path], holder: "process 8") }
        try AtomicFile.write([byte], to: path)
        withExtendedLifetime(lock) {}
      }
      #expect(try bytes(ofFile: path) == [2])
      #expect(try Folder.names(in: folder).count == 1)
    }
  }

  @Test(arguments: ["\u{301}x", ".\u{301}", "e\u{301}", "a b\n", "\u{FEFF}", "\u{600}.safetensors"])
  func marksJoinNoSlash(name: String) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/\(name)"
      try AtomicFile.write([7], to: path)
      #expect(try bytes(ofFile: path) == [7])
      #expect(try Folder.names(in: folder).map { Array($0.utf8) } == [Array(name.utf8)])
      #expect(Array(PathParts(path).name.utf8) == Array(name.utf8) && PathParts(path).folder == folder)
      #expect(!PathParts(path).namesFolder)
    }
  }
}
