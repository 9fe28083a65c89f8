import Foundation

/// A path in a folder of its own, which is removed afterwards.
func withTemporaryPath<Result>(_ body: (String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.appending(path: "file").path)
}

/// A file with these bytes, removed afterwards.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
  try withTemporaryPath { path in
    try Data(bytes).write(to: URL(filePath: path))
    return try body(path)
  }
}
