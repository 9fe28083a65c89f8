internal import CICU

/// What to do with bytes that mean nothing in their charset.
public enum MalformedBytes: String, Sendable, CaseIterable {
  /// Stop with `TextEncodingError.malformed`.
  case error
  /// Put U+FFFD in their place, and count it.
  case replace
}

/// Decodes the bytes of one source, which come in pieces cut anywhere, into UTF-16.
///
/// Byte order marks are dropped: the one at the start of the source, and those within, which files leave that were joined.
/// Memory: a fixed buffer of 32 KB.
package final class TextDecoder {
  /// The charset's common name.
  package let charset: String
  /// How many malformed sequences became U+FFFD.
  package private(set) var replacedCount = 0
  /// How many byte order marks were dropped within the source.
  package private(set) var markCount = 0

  private let source: String
  private let malformed: MalformedBytes
  private let converter: OpaquePointer
  private let isUTF8: Bool
  private let isUTF16: Bool
  private var byteOffset: Int
  private var isAtStart: Bool
  private var surrogates: SurrogatePairing?
  private var scratch = [UInt16](repeating: 0, count: 1 << 14)

  /// A decoder from `charset` for the bytes of `source` (a name for messages) from `byteOffset` on.
  ///
  /// Throws `unknownCharset`.
  package init(
    charset: String, source: String, byteOffset: Int = 0, malformed: MalformedBytes
  ) throws(TextEncodingError) {
    // ICU takes an empty name for the locale's charset, which must not decide anything here.
    guard !charset.isEmpty, let converter = textgen_converter_open(charset) else {
      throw .unknownCharset(name: charset, suggestions: CharsetNames.suggestions(for: charset))
    }
    self.converter = converter
    self.source = source
    self.byteOffset = byteOffset
    isAtStart = byteOffset == 0
    self.malformed = malformed
    self.charset = CharsetNames.commonName(of: charset)
    isUTF8 = self.charset == "UTF-8"
    isUTF16 = self.charset.hasPrefix("UTF-16")
    if textgen_converter_passes_surrogates(converter) != 0 { surrogates = SurrogatePairing(byteOffset: byteOffset) }
  }

  deinit { textgen_converter_close(converter) }

  /// Appends the text of `bytes` to `output`, whole scalars only; `isLast` says that the source ends here.
  ///
  /// Throws `malformed`. O(n).
  package func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: inout [UInt16]
  ) throws(TextEncodingError) {
    if isUTF8, textgen_converter_pending(converter) == 0, ASCIIText.isASCII(bytes) {
      ASCIIText.append(bytes, to: &output)
      byteOffset += bytes.count
      isAtStart = isAtStart && bytes.isEmpty
      return
    }
    // ICU wants an address even when there is nothing to read.
    let start = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
    guard let start, !bytes.isEmpty else {
      var nothing: CChar = 0
      return try withUnsafePointer(to: &nothing) { (pointer) throws(TextEncodingError) in
        try decode(from: pointer, count: 0, isLast: isLast, into: &output)
        try pairSurrogates(in: &output, from: output.count, isLast: isLast)
      }
    }
    guard surrogates != nil else { return try decode(from: start, count: bytes.count, isLast: isLast, into: &output) }
    // One by one, to know the place of each surrogate.
    for index in bytes.indices {
      let before = output.count
      let isLast = isLast && index == bytes.count - 1
      surrogates?.take(bytes[index])
      try decode(from: start + index, count: 1, isLast: isLast, into: &output)
      try pairSurrogates(in: &output, from: before, isLast: isLast)
    }
  }

  /// Whether the next bytes are plain ASCII, which UTF-8 writes as it is, and counted as decoded.
  func passes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isUTF8, textgen_converter_pending(converter) == 0, ASCIIText.isPlain(bytes) else { return false }
    byteOffset += bytes.count
    isAtStart = isAtStart && bytes.isEmpty
    return true
  }

  private func pairSurrogates(
    in output: inout [UInt16], from start: Int, isLast: Bool
  ) throws(TextEncodingError) {
    try surrogates?.pair(&output, from: start, isLast: isLast, onSingle: handleMalformed)
  }

  private func decode(
    from start: UnsafePointer<CChar>, count: Int, isLast: Bool, into output: inout [UInt16]
  ) throws(TextEncodingError) {
    let end = start + count
    var position: UnsafePointer<CChar>? = start
    while true {
      let before = position ?? end
      var written = 0
      let outcome = scratch.withUnsafeMutableBufferPointer { buffer in
        var target = buffer.baseAddress
        let outcome = textgen_converter_decode(
          converter, &position, end, &target, buffer.baseAddress.map { $0 + buffer.count }, isLast ? 1 : 0)
        written = target.map { $0 - buffer.baseAddress! } ?? 0
        return outcome
      }
      byteOffset += (position ?? end) - before
      let hasMark = isAtStart && written > 0 && scratch[0] == 0xFEFF
      if written > 0 { isAtStart = false }
      append(scratch[(hasMark ? 1 : 0)..<written], to: &output)
      if outcome == textgen_decoded_all { return }
      if outcome == textgen_found_malformed {
        isAtStart = false
        try surrogates?.replaceLead(in: &output, onSingle: handleMalformed)
        let bytes = malformedBytes()
        try handleMalformed(offsetOfMalformed(length: bytes.count), bytes)
        output.append(0xFFFD)
      }
    }
  }

  /// Appends a piece of text without the marks in it, which are counted.
  private func append(_ piece: ArraySlice<UInt16>, to output: inout [UInt16]) {
    let mark: UInt16 = 0xFEFF
    guard piece.contains(mark) else { return output.append(contentsOf: piece) }
    let count = output.count
    output.append(contentsOf: piece.lazy.filter { $0 != mark })
    markCount += piece.count - (output.count - count)
  }

  private func malformedBytes() -> [UInt8] {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      let count = textgen_converter_malformed_bytes(converter, buffer.baseAddress, 32)
      return buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
    }
  }

  /// Where the malformed bytes that the converter just stopped at begin.
  ///
  /// Bytes after them that it took from an earlier piece and will read again are pending, except the first half
  /// of a UTF-16 code unit, which it hides.
  private func offsetOfMalformed(length: Int) -> Int {
    let offset = byteOffset - length - Int(textgen_converter_pending(converter))
    return isUTF16 ? offset - offset % 2 : offset
  }

  /// Counts `bytes`, for which the caller writes U+FFFD, or throws `malformed`.
  private func handleMalformed(_ offset: Int, _ bytes: [UInt8]) throws(TextEncodingError) {
    if malformed == .error {
      throw .malformed(source: source, charset: charset, byteOffset: offset, bytes: bytes)
    }
    replacedCount += 1
  }
}
