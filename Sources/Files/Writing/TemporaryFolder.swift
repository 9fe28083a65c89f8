/// A folder for files that this process needs for a while: the folder goes away with the object. A process that is killed
/// leaves it.
package final class TemporaryFolder {
  /// Where the folder is.
  package let path: String

  /// Makes the folder in the first of these that allows it: $TMPDIR, /tmp, /var/tmp. Throws `system`, whose path is the
  /// folder that was asked for.
  package init() throws(FileError) {
    path = try TemporaryFile.inFirstFolder { (folder) throws(FileError) in
      try FileError.naming("make a temporary folder", folder) {
        try SystemCall.makeTemporaryFolder("\(folder)/textgen-")
      }
    }
  }

  deinit {
    for name in (try? Folder.names(in: path)) ?? [] { Folder.removeFile("\(path)/\(name)") }
    Folder.removeEmpty([path])
  }
}
