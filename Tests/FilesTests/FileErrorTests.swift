import Files
import Testing

@Suite struct FileErrorTests {
  @Test func errorsInOneLine() {
    let cases: [(FileError, String)] = [
      (.notFound(path: "a/b"), "a/b: cannot read: there is no such file"),
      (.isFolder(path: ".", operation: "write a file"), ".: cannot write a file: it is a folder; name a file in it"),
      (.notRegular(path: "/dev/null", operation: "read"), "/dev/null: cannot read: it is not a regular file"),
      (.noReader(path: "standard output"), "standard output: cannot write: nobody reads it"),
      (.system(path: "a", operation: "sync", reason: "No space left"), "a: cannot sync: No space left"),
    ]
    for (error, text) in cases { #expect(error.description == text) }
  }
}
