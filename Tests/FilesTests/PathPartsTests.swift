import Files
import Testing

@Suite struct PathPartsTests {
  static let examples: [(path: String, name: String, stem: String, folder: String)] = [
    ("a/b.txt", "b.txt", "b", "a"), ("b.txt", "b.txt", "b", "."), ("/b", "b", "b", "/"),
    ("/a/b.tar.gz", "b.tar.gz", "b.tar", "/a"), ("a/.b", ".b", ".b", "a"), ("a/b/", "b", "b", "a"),
    ("../ä ö.txt", "ä ö.txt", "ä ö", ".."), ("a/b.", "b.", "b", "a"), ("", "", "", "."), ("/", "/", "/", "/"),
  ]

  @Test(arguments: examples.indices) func pathsAreCut(index: Int) {
    let (path, name, stem, folder) = Self.examples[index]
    let parts = PathParts(path)
    #expect((parts.name, parts.stem, parts.folder) == (name, stem, folder), "\(path)")
  }

  @Test func pathsThatEndLikeFolders() {
    for path in ["", "/", "a/", "a/b/", ".", "a/.", "..", "a/.."] { #expect(PathParts(path).namesFolder, "\(path)") }
    for path in ["a", "/a", "a/b.txt", ".a", "...", "a/..b"] { #expect(!PathParts(path).namesFolder, "\(path)") }
  }
}
