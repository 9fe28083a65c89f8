/// Questions about bytes that are answered many at a time.
enum ASCIIText {
  /// Whether no byte is above 0x7F.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var position = 0
    while position + 64 <= raw.count {
      let bits = raw.loadUnaligned(fromByteOffset: position, as: SIMD8<UInt64>.self)
      if bits.wrappedOr & 0x8080_8080_8080_8080 != 0 { return false }
      position += 64
    }
    while position < raw.count {
      if raw[position] >= 0x80 { return false }
      position += 1
    }
    return true
  }
}

extension SIMD8<UInt64> {
  @inline(__always)
  fileprivate var wrappedOr: UInt64 {
    let four = lowHalf | highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1]
  }
}
