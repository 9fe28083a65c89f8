/// A corpus as token ids: UInt16, little-endian, in a temporary file without a name that is mapped into memory.
///
/// Memory: the pages in use, which the system can drop at any time, so the corpus may be larger than memory.
/// Disk: 2 bytes a token; 4 while a vocabulary is being made.
public final class TokenizedCorpus: Sendable {
  /// The number of tokens.
  public let count: Int
  /// XXH64 of the tokens' bytes: tells two corpora apart when training resumes.
  public let fingerprint: UInt64

  // Read-only from `init` to `deinit`, so any thread may read.
  private nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  init(_ file: TokenFile, count: Int, fingerprint: UInt64) throws(TextEncodingError) {
    self.count = count
    self.fingerprint = fingerprint
    bytes = try file.map(size: count * MemoryLayout<TokenID>.stride)
  }

  deinit { unmap(bytes) }

  /// The token at `index`, which must be below `count`. O(1), though the page may have to come from disk.
  public subscript(index: Int) -> TokenID {
    precondition(index >= 0 && index < count, "token \(index) of a corpus of \(count)")
    return TokenID(littleEndian: bytes.load(fromByteOffset: 2 * index, as: TokenID.self))
  }

  /// Overwrites the first `range.count` elements of `target` with the tokens of `range`. No allocation.
  public func copyTokens(_ range: Range<Int>, into target: UnsafeMutableBufferPointer<TokenID>) {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "tokens \(range) of a corpus of \(count)")
    precondition(range.count <= target.count, "\(range.count) tokens into a buffer of \(target.count)")
    for (offset, index) in range.enumerated() {
      target[offset] = TokenID(littleEndian: bytes.load(fromByteOffset: 2 * index, as: TokenID.self))
    }
  }

  /// The tokens of `range` as an array.
  public func tokens(_ range: Range<Int>) -> [TokenID] {
    [TokenID](unsafeUninitializedCapacity: range.count) { buffer, initializedCount in
      copyTokens(range, into: buffer)
      initializedCount = range.count
    }
  }
}
