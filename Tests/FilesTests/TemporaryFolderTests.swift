import Files
import TestSupport
import Testing

@Suite struct TemporaryFolderTests {
  @Test func aFolderGoesAwayWithTheObject() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try #require(folder?.path)
    let other = try TemporaryFolder()
    #expect(other.path != path && FileStatus(path)?.isFolder == true)
    for name in ["a", ".b"] { try AtomicFile.write([1, 2], to: "\(path)/\(name)") }
    #expect(try Set(Folder.names(in: path)) == ["a", ".b"])
    folder = nil
    #expect(!FileStatus.exists(path) && FileStatus.exists(other.path))
  }
}
