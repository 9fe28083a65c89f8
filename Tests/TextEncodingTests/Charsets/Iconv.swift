import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The C library's own converter: another opinion than ICU's.
enum Iconv {
  struct Failure: Error {
    let charset: String
    let byteOffset: Int
  }

  /// Whether every one of the charsets is known here.
  static func knows(_ charsets: String...) -> Bool {
    charsets.allSatisfy { charset in
      guard let converter = iconv_open(charset, "UTF-8"), Int(bitPattern: converter) != -1 else { return false }
      iconv_close(converter)
      return true
    }
  }

  /// Skips the running test case unless `charset` is known here.
  static func require(_ charset: String) throws {
    if !knows(charset) { try Test.cancel("iconv does not know \(charset)") }
  }

  /// `text` in `charset`.
  static func bytes(_ text: String, in charset: String) throws -> [UInt8] {
    try convert(Array(text.utf8), from: "UTF-8", to: charset)
  }

  /// `bytes`, which are in the charset `source`, in the charset `target`. Nothing is replaced unless `target`
  /// ends in `//TRANSLIT`.
  static func convert(_ bytes: [UInt8], from source: String, to target: String) throws -> [UInt8] {
    guard let converter = iconv_open(target, source), Int(bitPattern: converter) != -1 else {
      throw Failure(charset: target, byteOffset: 0)
    }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // No charset here needs more than eight bytes for what takes one in another, and a few for its state.
    var output = [CChar](repeating: 0, count: 8 * bytes.count + 64)
    var inputLeft = input.count
    var outputLeft = output.count
    let isDone = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        var next = input.baseAddress
        var target = output.baseAddress
        return iconv(converter, &next, &inputLeft, &target, &outputLeft) != -1
          && iconv(converter, nil, nil, &target, &outputLeft) != -1
      }
    }
    if !isDone { throw Failure(charset: target, byteOffset: bytes.count - inputLeft) }
    return output.prefix(output.count - outputLeft).map { UInt8(bitPattern: $0) }
  }
}
