import Checkpoints
import Foundation
import Kernels
import TestSupport
import Testing

@Suite struct ArchiveTests {
  @Test func readsLiteralBytes() throws {
    let header = #"{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]},"__metadata__":{"k":"v"}}"#
    try withFile(safetensors(header, data: [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])) { path in
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
      #expect {
        try Archive(contentsOf: path)
      } throws: { error in
        guard case CheckpointError.checksum(path, let expected, let found) = error else { return false }
        return expected.count == 16 && found.count == 16 && expected != found
      }
    }
  }

  struct Malformed: CustomTestStringConvertible {
    let testDescription: String
    let header: String
    let dataCount: Int
    let error: @Sendable (_ path: String) -> CheckpointError

    init(_ name: String, _ header: String, _ dataCount: Int, error: @escaping @Sendable (String) -> CheckpointError) {
      (testDescription, self.header, self.dataCount, self.error) = (name, header, dataCount, error)
    }
  }

  private static func invalid(_ reason: String, name: String = "a") -> @Sendable (String) -> CheckpointError {
    { .invalidTensor(path: $0, name: name, reason: reason) }
  }

  private static func notAnArchive(_ reason: String) -> @Sendable (String) -> CheckpointError {
    { .notAnArchive(path: $0, reason: reason) }
  }

  private static let notJSON = notAnArchive("its header is not the JSON of tensors and strings")

  static let malformed: [Malformed] = [
    Malformed(
      "wrong type", #"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 8,
      error: invalid("type F64; F32, F16 or BF16 expected")),
    Malformed(
      "as many bytes as 32-bit numbers have", #"{"a":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#, 8,
      error: invalid("shape [2] in 8 bytes")),
    Malformed(
      "hole at the start", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8,
      error: invalid("begins at byte 4, the one before ends at 0")),
    Malformed(
      "hole",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
      12, error: invalid("begins at byte 8, the one before ends at 4", name: "b")),
    Malformed(
      "overlap",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#,
      6, error: invalid("begins at byte 2, the one before ends at 4", name: "b")),
    Malformed(
      "the same bytes twice",
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      4, error: invalid("begins at byte 0, the one before ends at 4", name: "b")),
    Malformed(
      "backwards", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, error: invalid("offsets [4, 0]")),
    Malformed(
      "before the start", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}"#, 4,
      error: invalid("offsets [-4, 0]")),
    Malformed("no offsets", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[]}}"#, 4, error: invalid("offsets []")),
    Malformed(
      "three offsets", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 8,
      error: invalid("offsets [0, 4, 8]")),
    Malformed(
      "negative shape", #"{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}"#, 4,
      error: invalid("shape [-1, -1]")),
    Malformed(
      "negative shape of no floats", #"{"a":{"dtype":"F32","shape":[0,-5],"data_offsets":[0,0]}}"#, 0,
      error: invalid("shape [0, -5]")),
    Malformed(
      "overflowing shape", #"{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}"#, 0,
      error: invalid("shape [4294967296, 4294967296]")),
    Malformed(
      "overflowing bytes", #"{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}"#, 0,
      error: invalid("shape [4611686018427387904] in 0 bytes")),
    Malformed(
      "overflowing end", #"{"a":{"dtype":"F32","shape":[2305843009213693951],"data_offsets":[0,9223372036854775804]}}"#,
      8,
      error: { .truncated(path: $0, expected: .max, found: 106) }),
    Malformed(
      "huge shape", #"{"a":{"dtype":"F32","shape":[1099511627776],"data_offsets":[0,4398046511104]}}"#, 8,
      error: { .truncated(path: $0, expected: 4_398_046_511_104 + 86, found: 94) }),
    Malformed(
      "a number beyond Int", #"{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}"#, 4,
      error: notJSON),
    Malformed(
      "shape and size differ", #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, 8,
      error: invalid("shape [3] in 8 bytes")),
    Malformed(
      "cut off", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 7,
      error: { .truncated(path: $0, expected: 70, found: 69) }),
    Malformed(
      "bytes behind", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 5,
      error: notAnArchive("1 bytes stand behind the last tensor")),
    Malformed("not JSON", #"{"a":"#, 0, error: notJSON),
    Malformed("an array", "[]", 0, error: notAnArchive("its header does not begin with {")),
    Malformed("a tensor that is a string", #"{"a":"F32"}"#, 0, error: notJSON),
    Malformed("metadata that is no string", #"{"__metadata__":{"k":1}}"#, 0, error: notJSON),
    Malformed("deeply nested", #"{"a":"# + String(repeating: "[", count: 200_000), 0, error: notJSON),
  ]

  @Test(arguments: malformed) func malformedFilesAreRefused(of example: Malformed) throws {
    try withFile(safetensors(example.header, data: [UInt8](repeating: 0, count: example.dataCount))) { path in
      #expect(throws: example.error(path)) { try Archive(contentsOf: path) }
    }
  }

  /// JSON readers keep one of two equal keys: the other's bytes are then missing from the whole.
  @Test func aNameTwiceIsRefused() throws {
    let tensor = { (offsets: String) in #""a":{"dtype":"F32","shape":[1],"data_offsets":["# + offsets + "]}" }
    try withFile(safetensors("{\(tensor("0,4")),\(tensor("4,8"))}", data: [UInt8](repeating: 0, count: 8))) { path in
      #expect(throws: CheckpointError.self) { try Archive(contentsOf: path) }
    }
  }

  @Test func twoTensorsOfOneNameAreNotWritten() async throws {
    await #expect(processExitsWith: .failure) {
      let tensor = Archive.Tensor(name: "a", shape: [1], values: Matrix(rows: 1, columns: 1))
      try withTemporaryPath { path in try Archive(metadata: [:], tensors: [tensor, tensor]).write(to: path) }
    }
  }

  @Test(arguments: [[9_223_372_036_854_775_807, 0], [0, 9_223_372_036_854_775_807], [0], [2, 0, 3]])
  func tensorsOfNoFloatsAreReadAsNone(shape: [Int]) throws {
    let header = #"{"a":{"dtype":"F32","shape":\#(shape),"data_offsets":[0,0]}}"#
    try withFile(safetensors(header)) { path in
      let tensors = try Archive(contentsOf: path).tensors
      #expect(tensors.map(\.shape) == [shape])
      // A loop over the rows it states would not come to an end.
      try #require(tensors[0].values.rows == 1)
      #expect(tensors[0].values.values == [])
    }
  }

  @Test func shortAndMissingFilesAreRefused() throws {
    let cases: [([UInt8], @Sendable (String) -> CheckpointError)] = [
      ([1, 2, 3], Self.notAnArchive("it has 3 bytes, fewer than the 8 of the header's length")),
      (
        [UInt8](repeating: 0xFF, count: 8) + [0x7B],
        Self.notAnArchive("a header of 18446744073709551615 bytes, 100000000 at most expected")
      ),
      // 100,000,001, one more than is allowed, and 100,000,000.
      (
        [0x01, 0xE1, 0xF5, 5, 0, 0, 0, 0, 0x7B],
        Self.notAnArchive("a header of 100000001 bytes, 100000000 at most expected")
      ),
      ([0x00, 0xE1, 0xF5, 5, 0, 0, 0, 0, 0x7B], { .truncated(path: $0, expected: 100_000_008, found: 9) }),
      ([100, 0, 0, 0, 0, 0, 0, 0, 0x7B], { .truncated(path: $0, expected: 108, found: 9) }),
    ]
    for (bytes, error) in cases {
      try withFile(bytes) { path in
        #expect(throws: error(path), "\(bytes)") { try Archive(contentsOf: path) }
        #expect(throws: CheckpointError.system(path: path + "/x", operation: "read", reason: "Not a directory")) {
          try Archive(contentsOf: path + "/x")
        }
      }
    }
    try withTemporaryPath { path in
      #expect(throws: CheckpointError.fileNotFound(path: path)) { try Archive(contentsOf: path) }
      let folder = String(path.dropLast("/file".count))
      #expect(throws: CheckpointError.system(path: folder, operation: "read", reason: "it is not a regular file")) {
        try Archive(contentsOf: folder)
      }
    }
  }
}
