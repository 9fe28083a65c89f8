import FoundationEssentials
import Kernels
import TextEncoding

/// A safetensors file: named tensors of Float and a map of strings.
///
/// Layout: 8 bytes little-endian header length, JSON header padded with spaces to 64 bytes, tensor bytes without
/// holes in the order of the tensors here.
public struct Archive: Sendable {
  /// A named tensor. `values` holds its floats row by row as one row or as a matrix.
  public struct Tensor: Sendable {
    /// The name in the file.
    public let name: String
    /// Its dimensions.
    public let shape: [Int]
    /// Its floats, adjacent.
    public let values: Matrix

    /// A tensor over existing floats.
    public init(name: String, shape: [Int], values: Matrix) {
      (self.name, self.shape, self.values) = (name, shape, values)
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
    header.metadata[Self.checksumKey] = checksum
    var offset = 0
    for tensor in tensors {
      let bytes = tensor.values.rows * tensor.values.columns * 4
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
      // The tensors outlive the call, so their bytes may be collected first and written together.
      let pieces = tensors.map { $0.values.withBytes { UnsafeRawBufferPointer($0) } }
      try withExtendedLifetime(tensors) { try AtomicFile.write([prefix] + pieces, to: path) }
    }
  }

  private var checksum: String {
    var hash = XXHash64()
    for tensor in tensors { tensor.values.withBytes { hash.update(UnsafeRawBufferPointer($0)) } }
    return hash.hexadecimalDigest
  }
}
