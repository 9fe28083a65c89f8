import Checkpoints
import Foundation
import Kernels
import Testing

@Suite struct ArchiveTests {
  /// A file with these bytes, removed afterwards.
  private func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "textgen-\(UUID().uuidString)").path
    try Data(bytes).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
  }

  private func archive(_ header: String, data: [UInt8] = []) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
  }

  @Test func readsLiteralBytes() throws {
    let header = #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"__metadata__":{"k":"v"}}"#
    try withFile(archive(header, data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])) { path in
      let archive = try Archive(contentsOf: path)
      #expect(archive.metadata == ["k": "v"])
      #expect(archive.tensors.map(\.name) == ["a"])
      #expect(archive.tensors[0].shape == [1, 2])
      #expect(archive.tensors[0].values.values == [1, -2])
    }
  }

  @Test func writesLiteralBytes() throws {
    let archive = Archive(
      metadata: ["k": "v"],
      tensors: [.init(name: "a", shape: [2], values: Matrix(rows: 1, columns: 2, values: [1, -2]))])
    try withFile([]) { path in
      try archive.write(to: path)
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let length = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
      #expect((8 + length) % 64 == 0)
      #expect(Array(bytes.suffix(from: 8 + length)) == [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
      #expect(bytes[8] == UInt8(ascii: "{"))
      let read = try Archive(contentsOf: path)
      #expect(read.tensors[0].values.values == [1, -2])
    }
  }

  @Test func damagedWeightsAreSeen() throws {
    let archive = Archive(
      metadata: [:], tensors: [.init(name: "a", shape: [3], values: Matrix(rows: 1, columns: 3, values: [1, 2, 3]))])
    try withFile([]) { path in
      try archive.write(to: path)
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      bytes[bytes.count - 2] ^= 1
      try Data(bytes).write(to: URL(filePath: path))
      do {
        _ = try Archive(contentsOf: path)
        Issue.record("damaged weights were read")
      } catch let error as CheckpointError {
        guard case .checksum = error else { throw error }
      }
    }
  }

  static let malformed: [(name: String, header: String, data: Int, isExpected: @Sendable (CheckpointError) -> Bool)] = [
    ("wrong type", #"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]}}"#, 4, isInvalidTensor),
    ("hole", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, isInvalidTensor),
    (
      "overlap",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
      6, isInvalidTensor
    ),
    ("backwards", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, isInvalidTensor),
    ("three offsets", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 8, isInvalidTensor),
    ("negative shape", #"{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}"#, 4, isInvalidTensor),
    (
      "overflowing shape",
      #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0, isInvalidTensor
    ),
    ("shape and size differ", #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8, isInvalidTensor),
    ("cut off", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7, isTruncated),
    ("bytes behind", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5, isNotAnArchive),
    ("not JSON", #"{"a":"#, 0, isNotAnArchive),
    ("not an object", "[]", 0, isNotAnArchive),
  ]

  private static let isInvalidTensor: @Sendable (CheckpointError) -> Bool = {
    if case .invalidTensor = $0 { true } else { false }
  }
  private static let isTruncated: @Sendable (CheckpointError) -> Bool = {
    if case .truncated = $0 { true } else { false }
  }
  private static let isNotAnArchive: @Sendable (CheckpointError) -> Bool = {
    if case .notAnArchive = $0 { true } else { false }
  }

  @Test(arguments: malformed.indices) func malformedFilesAreRefused(index: Int) throws {
    let example = Self.malformed[index]
    try withFile(archive(example.header, data: [UInt8](repeating: 0, count: example.data))) { path in
      do {
        _ = try Archive(contentsOf: path)
        Issue.record("\(example.name) was read")
      } catch let error as CheckpointError {
        #expect(example.isExpected(error), "\(example.name): \(error)")
      }
    }
  }

  @Test func shortAndMissingFilesAreRefused() throws {
    try withFile([1, 2, 3]) { path in #expect(throws: CheckpointError.self) { try Archive(contentsOf: path) } }
    try withFile([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7B]) { path in
      #expect(throws: CheckpointError.self) { try Archive(contentsOf: path) }
    }
    try withFile([100, 0, 0, 0, 0, 0, 0, 0, 0x7B]) { path in
      #expect(throws: CheckpointError.truncated(path: path, expected: 108, found: 9)) {
        try Archive(contentsOf: path)
      }
    }
    #expect(throws: CheckpointError.fileNotFound(path: "/nowhere/at all")) {
      try Archive(contentsOf: "/nowhere/at all")
    }
  }
}
