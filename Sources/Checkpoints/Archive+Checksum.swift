import Files

extension Archive {
  /// The checksum of the tensors' bytes in the order of the file. Versions that do not know the other one check this one.
  static let checksumKey = "checksum"
  /// The checksum of metadata and tensors in the order of their names, since another program may write the tensors in an
  /// order of its own.
  static let wholeChecksumKey = "whole_checksum"

  /// XXH64 of the numbers of a file, as they stand there.
  static func checksum(_ update: (inout XXHash64) -> Void) -> String {
    var hash = XXHash64()
    update(&hash)
    return hash.hexadecimalDigest
  }

  /// XXH64 of all strings of a header but the checksums, then of each tensor's name, type, shape and numbers: what says
  /// the same in any order of the header and of the file.
  ///
  /// - add: adds the bytes of the tensor of a name.
  static func wholeChecksum(of header: ArchiveHeader, _ add: (_ name: String, inout XXHash64) -> Void) -> String {
    func text(_ parts: [String]) -> [UInt8] { parts.flatMap { Array($0.utf8) + [0] } }
    return checksum { hash in
      for (key, value) in header.metadata.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
      where key != checksumKey && key != wholeChecksumKey {
        text([key, value]).withUnsafeBytes { hash.update($0) }
      }
      for (name, tensor) in header.tensors.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        text([name, tensor.dtype, "\(tensor.shape)"]).withUnsafeBytes { hash.update($0) }
        add(name, &hash)
      }
    }
  }

  /// What was done to a file since this program wrote it; nil where its checksum is right, or where it has none.
  ///
  /// A file whose header has the very form in which `write` puts it was written by no other program: other numbers are
  /// damage there.
  ///
  /// - start: where the tensors' bytes begin.
  /// - Throws: `checksum`.
  static func alteration(
    of file: MappedFile, _ header: ArchiveHeader, from start: Int, path: String
  ) throws(CheckpointError) -> Alteration? {
    let whole = header.metadata[wholeChecksumKey]
    guard let expected = whole ?? header.metadata[checksumKey] else { return nil }
    func bytes(_ offsets: Range<Int>, into hash: inout XXHash64) {
      file.withBytes {
        hash.update(UnsafeRawBufferPointer(rebasing: $0[start + offsets.lowerBound..<start + offsets.upperBound]))
      }
    }
    let found =
      whole == nil
      ? checksum { bytes(0..<file.count - start, into: &$0) }
      : wholeChecksum(of: header) { name, hash in
        guard let offsets = header.tensors[name]?.offsets else { return }
        bytes(offsets[0]..<offsets[1], into: &hash)
      }
    if found == expected { return nil }
    let own = (try? header.encoded()) ?? []
    if file.withBytes({ $0.starts(with: own) }) { throw .checksum(path: path, expected: expected, found: found) }
    return whole == nil ? .rewritten : .edited
  }
}

/// What another program has done to a checkpoint.
public enum Alteration: Equatable, Sendable {
  /// Written it again with other metadata or numbers.
  case edited
  /// Written it again; the file's checksum, of an earlier version, cannot say whether its contents are the same.
  case rewritten
}

extension Alteration: CustomStringConvertible {
  /// What is to be said of the file.
  public var description: String {
    switch self {
    case .edited: "another program has changed this checkpoint since textgen wrote it"
    case .rewritten: "another program has written this checkpoint again; whether it changed the weights is not known"
    }
  }
}
