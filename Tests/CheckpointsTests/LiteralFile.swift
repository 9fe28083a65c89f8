import Foundation

/// The bytes of a safetensors file: the header's length, the header, the tensors' bytes.
func safetensors(_ header: String, data: [UInt8] = []) -> [UInt8] {
  withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
}

/// A path in a folder of its own, which is removed afterwards.
func withTemporaryPath(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try body(folder.appending(path: "file").path)
}

/// A file with these bytes, removed afterwards.
func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
  try withTemporaryPath { path in
    try Data(bytes).write(to: URL(filePath: path))
    try body(path)
  }
}
