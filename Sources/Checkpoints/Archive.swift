import Files
import Kernels

/// A safetensors file: named tensors of floats, in 32 or 16 bits, and a map of strings.
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
    /// How its numbers stand in the file.
    public let format: FloatFormat
    private let source: Source

    private enum Source: Sendable {
      case floats(Matrix)
      /// As many elements as the shape says.
      case file(MappedFile, Range<Int>)
    }

    /// A tensor over existing floats.
    public init(name: String, shape: [Int], format: FloatFormat = .f32, values: Matrix) {
      (self.name, self.shape, self.format, source) = (name, shape, format, .floats(values))
    }

    init(name: String, shape: [Int], format: FloatFormat, in file: MappedFile, at bytes: Range<Int>) {
      (self.name, self.shape, self.format, source) = (name, shape, format, .file(file, bytes))
    }

    /// Its floats, adjacent, row by row as one row or as a matrix. Those of a file are copied at each call.
    public var values: Matrix {
      switch source {
      case .floats(let values): return values
      case .file(let file, let bytes):
        let count = bytes.count / format.byteCount
        // An empty tensor may state any number of rows: none of them is worth a loop.
        let rows = shape.count == 2 && count > 0 ? shape[0] : 1
        return file.withBytes {
          format.matrix(rows: rows, columns: count / rows, bytes: UnsafeRawBufferPointer(rebasing: $0[bytes]))
        }
      }
    }
  }

  /// The strings of `__metadata__`.
  public var metadata: [String: String]
  /// In the order of the file.
  public var tensors: [Tensor]
  /// What another program has done to the file that was read; nil where nothing, or where nothing was read.
  public internal(set) var alteration: Alteration?

  /// An archive to be written.
  public init(metadata: [String: String], tensors: [Tensor]) {
    (self.metadata, self.tensors) = (metadata, tensors)
  }

  /// What the reference implementation allows a header to be at most.
  static let largestHeader = 100_000_000

  /// Writes the file atomically, with checksums (XXH64) in its metadata.
  ///
  /// Traps when two tensors have one name: such a file could not be read.
  public func write(to path: String) throws {
    var header = ArchiveHeader()
    header.metadata = metadata
    let contents = tensors.map(Content.init)
    var named: [String: Content] = [:]
    var offset = 0
    for (tensor, content) in zip(tensors, contents) {
      let bytes = content.withBytes(\.count)
      let place = ArchiveHeader.Tensor(
        dtype: tensor.format.rawValue.uppercased(), shape: tensor.shape, offsets: [offset, offset + bytes])
      let earlier = header.tensors.updateValue(place, forKey: tensor.name)
      precondition(earlier == nil, "two tensors of the name \(tensor.name)")
      named[tensor.name] = content
      offset += bytes
    }
    header.metadata[Self.wholeChecksumKey] = Self.wholeChecksum(of: header) { name, hash in
      named[name]?.withBytes { hash.update($0) }
    }
    header.metadata[Self.checksumKey] = Self.checksum { hash in
      for content in contents { content.withBytes { hash.update($0) } }
    }
    let prefix = try header.encoded()
    try prefix.withUnsafeBytes { prefix in
      try Content.withBytes(of: contents[...], behind: [prefix]) { pieces in
        do throws(FileError) {
          try AtomicFile.write(pieces, to: path)
        } catch {
          throw CheckpointError(error)
        }
      }
    }
  }
}

/// What a tensor is in the file.
private enum Content {
  /// 32-bit numbers, whose bytes are the file's.
  case floats(Matrix)
  /// Numbers of another format.
  case encoded([UInt8])

  init(_ tensor: Archive.Tensor) {
    let values = tensor.values
    self = tensor.format == .f32 ? .floats(values) : .encoded(tensor.format.bytes(of: values))
  }

  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    switch self {
    case .floats(let values): try values.withBytes { try body(UnsafeRawBufferPointer($0)) }
    case .encoded(let bytes): try bytes.withUnsafeBytes(body)
    }
  }

  /// Calls `body` with the bytes of all contents, behind those that stand before them.
  static func withBytes(
    of contents: ArraySlice<Content>, behind others: [UnsafeRawBufferPointer],
    _ body: ([UnsafeRawBufferPointer]) throws -> Void
  ) rethrows {
    guard let first = contents.first else { return try body(others) }
    try first.withBytes { try withBytes(of: contents.dropFirst(), behind: others + [$0], body) }
  }
}
