import FoundationEssentials
import Glibc
import Kernels
import TextEncoding

extension Archive {
  /// Checks a file and all that it says of its tensors, trusting nothing in it; keeps it mapped for as long as they are.
  public init(contentsOf path: String) throws(CheckpointError) {
    let data = try Self.load(path)
    let header = try Self.header(of: data, path: path)
    let start = 8 + header.length
    let ordered = header.content.tensors.sorted {
      ($0.value.offsets.first ?? 0, $0.key) < ($1.value.offsets.first ?? 0, $1.key)
    }
    var tensors: [Tensor] = []
    var end = 0
    for (name, tensor) in ordered {
      try Self.check(tensor, name: name, expectedStart: end, path: path)
      end = tensor.offsets[1]
      guard end <= data.count - start else {
        let (expected, overflow) = start.addingReportingOverflow(end)
        throw .truncated(path: path, expected: overflow ? .max : expected, found: data.count)
      }
      let bytes = data[(data.startIndex + start + tensor.offsets[0])..<(data.startIndex + start + end)]
      tensors.append(Tensor(name: name, shape: tensor.shape, bytes: bytes))
    }
    guard start + end == data.count else {
      throw .notAnArchive(path: path, reason: "\(data.count - start - end) bytes stand behind the last tensor")
    }
    self.init(metadata: header.content.metadata, tensors: tensors)
    try verifyChecksum(data: data.dropFirst(start), path: path)
  }

  /// The strings of a file's header, whose tensors are not read.
  static func metadata(ofFile path: String) throws(CheckpointError) -> [String: String] {
    try header(of: load(path), path: path).content.metadata
  }

  private static func load(_ path: String) throws(CheckpointError) -> Data {
    var information = stat()
    if stat(path, &information) != 0 {
      if errno == ENOENT { throw .fileNotFound(path: path) }
      throw .system(path: path, operation: "read", reason: String(cString: strerror(errno)))
    }
    guard information.st_mode & S_IFMT == S_IFREG else {
      throw .system(path: path, operation: "read", reason: "it is not a regular file")
    }
    do {
      return try Data(contentsOf: URL(filePath: path), options: .alwaysMapped)
    } catch {
      throw .system(path: path, operation: "read", reason: String(cString: strerror(errno)))
    }
  }

  private static func header(of data: Data, path: String) throws(CheckpointError) -> (
    content: ArchiveHeader, length: Int
  ) {
    guard data.count >= 8 else {
      throw .notAnArchive(path: path, reason: "it has \(data.count) bytes, fewer than the 8 of the header's length")
    }
    let length = data.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << UInt64(8 * $1.offset) }
    guard length <= UInt64(largestHeader) else {
      throw .notAnArchive(path: path, reason: "a header of \(length) bytes, \(largestHeader) at most expected")
    }
    let end = 8 + Int(length)
    guard end <= data.count else { throw .truncated(path: path, expected: end, found: data.count) }
    guard data.dropFirst(8).first == UInt8(ascii: "{") else {
      throw .notAnArchive(path: path, reason: "its header does not begin with {")
    }
    do {
      return (try JSONDecoder().decode(ArchiveHeader.self, from: data.subdata(in: 8..<end)), Int(length))
    } catch {
      throw .notAnArchive(path: path, reason: "its header is not the JSON of tensors and strings")
    }
  }

  /// Whether type, shape and place agree, without overflow.
  private static func check(
    _ tensor: ArchiveHeader.Tensor, name: String, expectedStart: Int, path: String
  ) throws(CheckpointError) {
    func invalid(_ reason: String) -> CheckpointError { .invalidTensor(path: path, name: name, reason: reason) }
    guard tensor.dtype == "F32" else { throw invalid("type \(tensor.dtype), F32 expected") }
    guard tensor.offsets.count == 2, tensor.offsets[0] >= 0, tensor.offsets[1] >= tensor.offsets[0] else {
      throw invalid("offsets \(tensor.offsets)")
    }
    guard tensor.offsets[0] == expectedStart else {
      throw invalid("begins at byte \(tensor.offsets[0]), the one before ends at \(expectedStart)")
    }
    var count = 1
    for dimension in tensor.shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
      guard dimension >= 0, !overflow else { throw invalid("shape \(tensor.shape)") }
      count = product
    }
    let (bytes, overflow) = count.multipliedReportingOverflow(by: 4)
    guard !overflow, bytes == tensor.offsets[1] - tensor.offsets[0] else {
      throw invalid("shape \(tensor.shape) in \(tensor.offsets[1] - tensor.offsets[0]) bytes")
    }
  }

  private func verifyChecksum(data: Data, path: String) throws(CheckpointError) {
    guard let expected = metadata[Self.checksumKey] else { return }
    var hash = XXHash64()
    data.withUnsafeBytes { hash.update($0) }
    let found = hash.hexadecimalDigest
    guard found == expected else { throw .checksum(path: path, expected: expected, found: found) }
  }
}
