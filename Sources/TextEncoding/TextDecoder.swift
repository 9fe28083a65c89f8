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
/// A byte order mark at the start of the source is dropped. Memory: a fixed buffer of 32 KB.
final class TextDecoder {
  /// The charset's common name.
  let charset: String
  /// How many malformed sequences became U+FFFD.
  private(set) var replacedCount = 0

  private let source: String
  private let malformed: MalformedBytes
  private let converter: OpaquePointer
  private let isUTF8: Bool
  private var byteOffset: Int
  private var isAtStart: Bool
  private var scratch = [UInt16](repeating: 0, count: 1 << 14)

  /// A decoder from `charset` for the bytes of `source` (a name for messages) from `byteOffset` on.
  ///
  /// Throws `unknownCharset`.
  init(charset: String, source: String, byteOffset: Int = 0, malformed: MalformedBytes) throws(TextEncodingError) {
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
  }

  deinit { textgen_converter_close(converter) }

  /// Appends the text of `bytes` to `output`, whole scalars only; `isLast` says that the source ends here.
  ///
  /// Throws `malformed`. O(n).
  func decode(
    _ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool, into output: inout [UInt16]
  ) throws(TextEncodingError) {
    if isUTF8, textgen_converter_pending(converter) == 0, ASCIIText.isASCII(bytes) {
      output.reserveCapacity(output.count + bytes.count)
      output.append(contentsOf: bytes.lazy.map { UInt16($0) })
      byteOffset += bytes.count
      isAtStart = isAtStart && bytes.isEmpty
      return
    }
    // ICU wants an address even when there is nothing to read.
    let start = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
    guard let start else {
      var nothing: CChar = 0
      return try withUnsafePointer(to: &nothing) { (pointer) throws(TextEncodingError) in
        try decode(from: pointer, count: 0, isLast: isLast, into: &output)
      }
    }
    try decode(from: start, count: bytes.count, isLast: isLast, into: &output)
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
      output.append(contentsOf: scratch[(hasMark ? 1 : 0)..<written])
      if outcome == textgen_decoded_all { return }
      if outcome == textgen_found_malformed { try handleMalformed(into: &output) }
    }
  }

  private func handleMalformed(into output: inout [UInt16]) throws(TextEncodingError) {
    isAtStart = false
    if malformed == .replace {
      output.append(0xFFFD)
      replacedCount += 1
      return
    }
    let bytes = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
      let count = textgen_converter_malformed_bytes(converter, buffer.baseAddress, 32)
      return buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
    }
    throw .malformed(source: source, charset: charset, byteOffset: byteOffset - bytes.count, bytes: bytes)
  }
}
