import FoundationEssentials

/// Calls `body` with the path of an empty folder, which is removed afterwards.
@discardableResult
package func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

/// Calls `body` with a path in a folder of its own, at which nothing is yet.
@discardableResult
package func withTemporaryPath<Result>(_ body: (String) throws -> Result) throws -> Result {
  try withTemporaryFolder { try body($0 + "/file") }
}

/// Calls `body` with the path of a file with these bytes, which is removed afterwards.
@discardableResult
package func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  try withTemporaryPath { path in
    try Data(bytes).write(to: URL(filePath: path))
    return try body(path)
  }
}

/// The bytes of the file at `path`.
package func bytes(ofFile path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
