import Files
import FoundationEssentials
import Kernels

/// A safetensors file: named tensors of Float and a map of strings.
///
/// Layout: 8 bytes little-endian header length, JSON header padded with spaces to 64 bytes, tensor bytes without
/// holes in the order of the tensors here.
public struct Archive: Sendable {
  /// A named tensor: floats to be written, or a stretch of a file, which is read when it is asked for.
  public struct Tensor: Sendable {
    /// The name in the file.
    public let name: String
    /// Its dimensions.
    public let shape: [Int]
    private let source: Source

    private enum Source: Sendable {
      case floats(Matrix)
      /// 4 bytes an element, as many as the shape says.
      case file(MappedFile, Range<Int>)
    }

    /// A tensor over existing floats.
    public init(name: String, shape: [Int], values: Matrix) {
      (self.name, self.shape, source) = (name, shape, .floats(values))
    }

    init(name: String, shape: [Int], in file: MappedFile, at bytes: Range<Int>) {
      (self.name, self.shape, source) = (name, shape, .file(file, bytes))
    }

    /// Its floats, adjacent, row by row as one row or as a matrix. Those of a file are copied at each call.
    public var values: Matrix {
      switch source {
      case .floats(let values): return values
      case .file(let file, let bytes):
        let count = bytes.count / 4
        // An empty tensor may state any number of rows: none of them is worth a loop.
        let rows = shape.count == 2 && count > 0 ? shape[0] : 1
        let values = Matrix(rows: rows, columns: count / rows)
        values.withBytes { target in
          file.withBytes { target.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[bytes])) }
        }
        return values
      }
    }
  }

  /// The strings of `__metadata__`.
  public var metadata: [String: String]
  /// In the order of the file.
  public var tensors: [Tensor]

  /// An archive to be written.
  public init(metadata: [String: String], tensors: [Tensor]) {
    (self.metadata, self.tensors) = (metadata, tensors)
  }

  static let checksumKey = "checksum"
  /// What the reference implementation allows a header to be at most.
  static let largestHeader = 100_000_000

  /// Writes the file atomically, with a checksum (XXH64) of the tensor bytes in its metadata.
  ///
  /// Traps when two tensors have one name: such a file could not be read.
  public func write(to path: String) throws {
    var header = ArchiveHeader()
    header.metadata = metadata
    let values = tensors.map(\.values)
    header.metadata[Self.checksumKey] = Self.checksum(of: values)
    var offset = 0
    for (tensor, values) in zip(tensors, values) {
      let bytes = values.rows * values.columns * 4
      let place = ArchiveHeader.Tensor(dtype: "F32", shape: tensor.shape, offsets: [offset, offset + bytes])
      let earlier = header.tensors.updateValue(place, forKey: tensor.name)
      precondition(earlier == nil, "two tensors of the name \(tensor.name)")
      offset += bytes
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var json = try [UInt8](encoder.encode(header))
    json += [UInt8](repeating: UInt8(ascii: " "), count: (64 - (json.count + 8) % 64) % 64)
    let prefix = withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
    try prefix.withUnsafeBytes { prefix in
      // The floats outlive the call, so their bytes may be collected first and written together.
      let pieces = values.map { $0.withBytes { UnsafeRawBufferPointer($0) } }
      try withExtendedLifetime(values) {
        do throws(FileError) {
          try AtomicFile.write([prefix] + pieces, to: path)
        } catch {
          throw CheckpointError(error)
        }
      }
    }
  }

  private static func checksum(of values: [Matrix]) -> String {
    var hash = XXHash64()
    for values in values { values.withBytes { hash.update(UnsafeRawBufferPointer($0)) } }
    return hash.hexadecimalDigest
  }
}
