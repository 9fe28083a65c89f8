import Files
import FoundationEssentials
import Kernels

extension Archive {
  /// Checks a file and all that it says of its tensors, trusting nothing in it; keeps it mapped for as long as they are.
  public init(contentsOf path: String) throws(CheckpointError) {
    let file = try Self.map(path)
    let header = try file.withBytes { (bytes) throws(CheckpointError) in try Self.header(of: bytes, path: path) }
    let start = 8 + header.length
    // A tensor of no numbers may begin where the next one does.
    let ordered = header.content.tensors.sorted {
      let (first, second) = ($0.value.offsets, $1.value.offsets)
      return (first.first ?? 0, first.last ?? 0, $0.key) < (second.first ?? 0, second.last ?? 0, $1.key)
    }
    var tensors: [Tensor] = []
    var end = 0
    for (name, tensor) in ordered {
      let format = try Self.format(of: tensor, name: name, expectedStart: end, path: path)
      end = tensor.offsets[1]
      guard end <= file.count - start else {
        let (expected, overflow) = start.addingReportingOverflow(end)
        throw .truncated(path: path, expected: overflow ? .max : expected, found: file.count)
      }
      tensors.append(
        Tensor(
          name: name, shape: tensor.shape, format: format, in: file, at: start + tensor.offsets[0]..<start + end))
    }
    guard start + end == file.count else {
      throw .notAnArchive(path: path, reason: "\(file.count - start - end) bytes stand behind the last tensor")
    }
    self.init(metadata: header.content.metadata, tensors: tensors)
    alteration = try Self.alteration(of: file, header.content, from: start, path: path)
  }

  /// The strings of a file's header, whose tensors are not read.
  static func metadata(ofFile path: String) throws(CheckpointError) -> [String: String] {
    try map(path).withBytes { (bytes) throws(CheckpointError) in try header(of: bytes, path: path).content.metadata }
  }

  private static func map(_ path: String) throws(CheckpointError) -> MappedFile {
    do { return try MappedFile(path: path) } catch { throw CheckpointError(error) }
  }

  private static func header(
    of data: UnsafeRawBufferPointer, path: String
  ) throws(CheckpointError) -> (content: ArchiveHeader, length: Int) {
    func other(_ reason: String) -> CheckpointError {
      ForeignFile(beginningWith: data).map { .foreign(path: path, $0) } ?? .notAnArchive(path: path, reason: reason)
    }
    guard data.count >= 8 else {
      throw other("it has \(data.count) bytes, fewer than the 8 of the header's length")
    }
    let length = UInt64(littleEndian: data.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(largestHeader) else {
      throw other("a header of \(length) bytes, \(largestHeader) at most expected")
    }
    guard data.count > 8 ? data[8] == UInt8(ascii: "{") : length > 0 else {
      throw other("its header does not begin with {")
    }
    let end = 8 + Int(length)
    guard end <= data.count else { throw .truncated(path: path, expected: end, found: data.count) }
    do {
      return (try JSONDecoder().decode(ArchiveHeader.self, from: Data(data[8..<end])), Int(length))
    } catch {
      throw .notAnArchive(path: path, reason: "its header is not the JSON of tensors and strings")
    }
  }

  /// How the numbers of a tensor stand in the file, after a look whether type, shape and place agree, without overflow.
  private static func format(
    of tensor: ArchiveHeader.Tensor, name: String, expectedStart: Int, path: String
  ) throws(CheckpointError) -> FloatFormat {
    func invalid(_ reason: String) -> CheckpointError { .invalidTensor(path: path, name: name, reason: reason) }
    guard let format = FloatFormat.allCases.first(where: { $0.rawValue.uppercased() == tensor.dtype }) else {
      throw invalid("type \(tensor.dtype); F32, F16 or BF16 expected")
    }
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
    let (bytes, overflow) = count.multipliedReportingOverflow(by: format.byteCount)
    guard !overflow, bytes == tensor.offsets[1] - tensor.offsets[0] else {
      throw invalid("shape \(tensor.shape) in \(tensor.offsets[1] - tensor.offsets[0]) bytes")
    }
    return format
  }
}
