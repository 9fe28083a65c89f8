import Files
import Foundation
import TestSupport
import Testing

@Suite struct TemporaryFileTests {
  private func read(_ count: Int, at offset: Int, of file: TemporaryFile) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    try bytes.withUnsafeMutableBytes { try file.read(into: $0, at: offset) }
    return bytes
  }

  @Test func whatIsWrittenIsReadAnywhere() throws {
    let file = try TemporaryFile()
    try [1, 2, 3, 4, 5].withUnsafeBytes { try file.write(UnsafeRawBufferPointer(rebasing: $0[..<0]), at: 7) }
    let bytes: [UInt8] = [1, 2, 3, 4, 5]
    try bytes.withUnsafeBytes { try file.write($0, at: 2) }
    try bytes.withUnsafeBytes { try file.write(UnsafeRawBufferPointer(rebasing: $0[..<2]), at: 4) }
    #expect(try read(7, at: 0, of: file) == [0, 0, 1, 2, 1, 2, 5])
    #expect(try read(2, at: 3, of: file) == [2, 1])
    #expect(try read(0, at: 9, of: file) == [])
  }

  @Test func theEndIsAnError() throws {
    let file = try TemporaryFile()
    let error = #expect(throws: FileError.self) { try read(1, at: 0, of: file) }
    #expect(error?.operation == "read" && error?.reason == "Input/output error")
  }

  @Test func theMappingOutlivesTheFile() throws {
    var file: TemporaryFile? = try TemporaryFile()
    let bytes: [UInt8] = [7, 8, 9]
    try bytes.withUnsafeBytes { try file?.write($0, at: 0) }
    let mapped = try #require(try file?.mapped(size: 2))
    #expect(try file?.mapped(size: 0).count == 0)
    file = nil
    #expect(mapped.withBytes { Array($0) } == [7, 8])
  }

  /// In processes of their own, which have other environments.
  @Test func theFolderOfTMPDIRIsTriedFirst() async throws {
    await #expect(processExitsWith: .success) {
      try withTemporaryPath { path in
        let folder = PathParts(path).folder
        setenv("TMPDIR", folder, 1)
        let file = try TemporaryFile()
        #expect(try Folder.names(in: folder) == [], "it has no name")
        let error = #expect(throws: FileError.self) {
          try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { try file.read(into: $0, at: 0) }
        }
        #expect(error?.path == folder)
      }
    }
    await #expect(processExitsWith: .success) {
      setenv("TMPDIR", "/proc/none", 1)
      let file = try TemporaryFile()
      let error = #expect(throws: FileError.self) {
        try withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { try file.read(into: $0, at: 0) }
      }
      #expect(error?.path == "/tmp")
    }
  }
}
