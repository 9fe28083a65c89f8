import Files

/// A corpus as numbers of its units, in a temporary file without a name that is mapped into memory, and the token id
/// of each number.
///
/// Memory: the pages in use, which the system can drop at any time, so the corpus may be larger than memory.
/// Disk: 1 byte a token with at most 256 different units, else 2; 4 with more than 65,536, the rare ones of which
/// share an id.
public final class TokenizedCorpus: Sendable {
  /// The number of tokens.
  public let count: Int
  /// XXH64 of the tokens as UInt16, little-endian: tells two corpora apart when training resumes.
  public let fingerprint: UInt64

  private let width: NumberWidth
  private let ids: [TokenID]
  private let file: MappedFile

  /// The corpus that a writer has written; `ids` has one for each of its numbers. Throws `temporaryFile`. O(n).
  init(_ writer: consuming TokenWriter, ids: [TokenID]) throws(TextEncodingError) {
    try writer.flush()
    (count, width, self.ids) = (writer.count, writer.width, ids)
    fingerprint = try Self.fingerprint(of: writer, ids: ids)
    file = try writer.file.mapped(size: writer.count * writer.width.bytes)
  }

  /// The token at `index`, which must be below `count`. O(1), though the page may have to come from disk.
  public subscript(index: Int) -> TokenID {
    var token: TokenID = 0
    withUnsafeMutablePointer(to: &token) {
      copyTokens(index..<index + 1, into: UnsafeMutableBufferPointer(start: $0, count: 1))
    }
    return token
  }

  /// Overwrites the first `range.count` elements of `target` with the tokens of `range`. No allocation.
  public func copyTokens(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<TokenID>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "tokens \(range) of a corpus of \(count)")
    precondition(range.count <= target.count, "\(range.count) tokens into a buffer of \(target.count)")
    guard !range.isEmpty else { return }
    file.withBytes { bytes in
      let stored = bytes[range.lowerBound * width.bytes..<range.upperBound * width.bytes]
      ids.withUnsafeBufferPointer { ids in
        width.decode(
          UnsafeRawBufferPointer(rebasing: stored), into: UnsafeMutableBufferPointer(rebasing: target[..<range.count])
        ) { ids[Int($0)] }
      }
    }
  }

  /// The tokens of `range` as an array.
  public func tokens(_ range: Range<Int>) -> [TokenID] {
    [TokenID](unsafeUninitializedCapacity: range.count) { buffer, initializedCount in
      copyTokens(range, into: buffer)
      initializedCount = range.count
    }
  }

  /// Reads the file block by block, not through the mapping, whose pages would count as the process's memory.
  private static func fingerprint(
    of writer: borrowing TokenWriter, ids: [TokenID]
  ) throws(TextEncodingError) -> UInt64 {
    let blockLength = 1 << 16
    let (count, width, file) = (writer.count, writer.width, writer.file)
    var hash = XXHash64()
    var stored = [UInt8](repeating: 0, count: blockLength * width.bytes)
    // Sixteen bits each, which hold the ids of every vocabulary.
    var tokens = [UInt16](repeating: 0, count: blockLength)
    for start in stride(from: 0, to: count, by: blockLength) {
      let length = min(blockLength, count - start)
      try stored.withUnsafeMutableBufferPointer { (bytes) throws(TextEncodingError) in
        let buffer = UnsafeMutableRawBufferPointer(bytes)
        try file.read(
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<(length * width.bytes)]), at: start * width.bytes)
      }
      tokens.withUnsafeMutableBufferPointer { tokens in
        let block = UnsafeMutableBufferPointer(rebasing: tokens[..<length])
        stored.withUnsafeBytes { stored in
          ids.withUnsafeBufferPointer { ids in
            width.decode(stored, into: block) {
              UInt16(truncatingIfNeeded: ids[Int($0)]).littleEndian
            }
          }
        }
        hash.update(UnsafeRawBufferPointer(block))
      }
    }
    return hash.digest
  }
}
