import Checkpoints
import Files
import Foundation
import Kernels
import TestSupport
import Testing

/// What other programs do to a file, and what damage does.
@Suite struct AlterationTests {
  /// A file as this program writes it.
  private func withArchive(_ body: (_ path: String) throws -> Void) throws {
    func tensor(_ name: String, _ values: [Float]) -> Archive.Tensor {
      .init(name: name, shape: [values.count], values: Matrix(rows: 1, columns: values.count, values: values))
    }
    try withTemporaryPath { path in
      try Archive(metadata: ["k": "v"], tensors: [tensor("z", [1, 2, 3]), tensor("a", [4]), tensor("m", [])])
        .write(to: path)
      try body(path)
    }
  }

  /// Header and numbers as Python's safetensors puts them: tensors by name, no padding, keys in another order.
  ///
  /// - change: other metadata, or other numbers.
  private func rewrite(
    _ path: String, change: (inout [String: String], inout [String: [UInt8]]) -> Void = { _, _ in }
  ) throws {
    let archive = try Archive(contentsOf: path)
    var (metadata, data) = (archive.metadata, [String: [UInt8]]())
    for tensor in archive.tensors {
      data[tensor.name] = tensor.values.values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    }
    change(&metadata, &data)
    var (parts, all) = ([String](), [UInt8]())
    for name in ["a", "m", "z"] {
      let bytes = data[name] ?? []
      parts.append(
        #""\#(name)":{"dtype":"F32","shape":[\#(bytes.count / 4)],"data_offsets":[\#(all.count),\#(all.count + bytes.count)]}"#
      )
      all += bytes
    }
    let json = String(decoding: try JSONEncoder().encode(metadata), as: UTF8.self)
    try Data(safetensors(#"{"__metadata__":\#(json),\#(parts.joined(separator: ","))}"#, data: all))
      .write(to: URL(filePath: path))
  }

  @Test func whatIsWrittenAgainInAnotherOrderIsTheSame() throws {
    try withArchive { path in
      try rewrite(path)
      let archive = try Archive(contentsOf: path)
      #expect(archive.alteration == nil)
      #expect(archive.tensors.map(\.name) == ["a", "m", "z"])
      #expect(archive.tensors[2].values.values == [1, 2, 3])
      // The order may be any, and another program may write it again and again.
      try rewrite(path)
      #expect(try Archive(contentsOf: path).alteration == nil)
    }
  }

  @Test func whatIsChangedByAnotherProgramIsReadAndSaid() throws {
    try withArchive { path in
      try rewrite(path) { metadata, _ in metadata["k"] = "w" }
      #expect(try Archive(contentsOf: path).alteration == .edited)
    }
    try withArchive { path in
      try rewrite(path) { _, data in data["a"] = [0, 0, 0, 0] }
      let archive = try Archive(contentsOf: path)
      #expect(archive.alteration == .edited)
      #expect(archive.tensors[0].values.values == [0])
    }
    try withArchive { path in
      try rewrite(path) { metadata, _ in metadata["whole_checksum"] = nil }
      #expect(try Archive(contentsOf: path).alteration == .rewritten)
      try rewrite(path) { metadata, _ in metadata["checksum"] = nil }
      #expect(try Archive(contentsOf: path).alteration == nil)
    }
  }

  /// As other numbers do in `ArchiveTests`, other metadata do in a file of this program's form.
  @Test func damagedMetadataAreSeen() throws {
    try withArchive { path in
      var bytes = try Data(contentsOf: URL(filePath: path))
      let place = try #require(bytes.range(of: Data(#""k":"v""#.utf8)))
      bytes.replaceSubrange(place, with: Data(#""k":"w""#.utf8))
      try bytes.write(to: URL(filePath: path))
      #expect {
        try Archive(contentsOf: path)
      } throws: { error in
        guard case CheckpointError.checksum(path, _, _) = error else { return false }
        return true
      }
    }
  }

  /// Versions before the checksum of the whole compare this one.
  @Test func theChecksumOfTheNumbersIsAsItWas() throws {
    try withArchive { path in
      let bytes = try bytes(ofFile: path)
      let numbers = bytes.suffix(16)
      var hash = XXHash64()
      Array(numbers).withUnsafeBytes { hash.update($0) }
      #expect(try Archive(contentsOf: path).metadata["checksum"] == hash.hexadecimalDigest)
    }
  }

  static let foreign: [(ForeignFile, [UInt8])] = [
    (.empty, []), (.zeros, [UInt8](repeating: 0, count: 4096)), (.zeros, [0]),
    (.lfsPointer, Array("version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 12\n".utf8)),
    (.webPage, Array("\n<!DOCTYPE html><html><head><title>404</title>".utf8)),
    (.webPage, Array("\u{FEFF}<?xml version=\"1.0\"?><Error/>".utf8)),
    (.json, Array(#"{"error":"Repository not found"}"#.utf8)), (.json, Array("[]".utf8)), (.json, Array("{}".utf8)),
    (.zip, Array("PK\u{3}\u{4}".utf8) + [20, 0, 0, 0, 8, 0, 1, 2]),
    // Its first eight bytes are a possible length.
    (.compressed, [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]), (.compressed, [0xFD] + Array("7zXZ\0\0\0\u{4}".utf8)),
    (.compressed, [0x28, 0xB5, 0x2F, 0xFD, 4, 0, 1, 2, 3]),
    (.compressed, [UInt8](repeating: 97, count: 257) + Array("ustar\0".utf8) + [UInt8](repeating: 1, count: 99)),
    (.hdf5, [0x89] + Array("HDF\r\n\u{1A}\n".utf8)), (.gguf, Array("GGUF".utf8) + [3, 0, 0, 0, 1]),
    (.database, Array("SQLite format 3\0".utf8)), (.text, Array("The sea is cold.\n".utf8)),
    (.text, Array(String(repeating: "é", count: 600).utf8)),
  ]

  @Test(arguments: foreign) func otherFilesAreNamed(kind: ForeignFile, bytes: [UInt8]) throws {
    try withFile(bytes) { path in
      #expect(throws: CheckpointError.foreign(path: path, kind)) { try Archive(contentsOf: path) }
      #expect(throws: CheckpointError.foreign(path: path, kind)) { try CheckpointHeader(contentsOf: path) }
    }
  }

  @Test func anErrorSaysWhatToDo() {
    #expect(
      CheckpointError.foreign(path: "m", .lfsPointer).description
        == "m: not a safetensors file but a Git LFS pointer, which stands for the file itself; get it with `git lfs pull`"
    )
  }
}
