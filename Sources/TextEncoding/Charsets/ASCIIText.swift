/// Questions about bytes that are answered many at a time: the loops have no exit inside, so that the compiler makes
/// vectors of them.
enum ASCIIText {
  /// Whether no byte is above 0x7F.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    forEachBlock(of: bytes) { block in
      var bits: UInt8 = 0
      for byte in block { bits |= byte }
      return bits < 0x80
    }
  }

  /// Whether every byte is printable ASCII, a tab, a line feed or a carriage return.
  static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    forEachBlock(of: bytes) { block in
      var others: UInt8 = 0
      for byte in block {
        let isPlain = byte &- 0x20 < 0x5F || byte == 0x09 || byte == 0x0A || byte == 0x0D
        others |= isPlain ? 0 : 1
      }
      return others == 0
    }
  }

  /// Appends `bytes`, which are ASCII, as UTF-16.
  static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout [UInt16]) {
    let start = output.count
    output.append(contentsOf: repeatElement(0, count: bytes.count))
    output.withUnsafeMutableBufferPointer { buffer in
      let target = UnsafeMutableBufferPointer(rebasing: buffer[start...])
      for index in bytes.indices { target[index] = UInt16(bytes[index]) }
    }
  }

  private static func forEachBlock(
    of bytes: UnsafeBufferPointer<UInt8>, _ holds: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    for start in stride(from: 0, to: bytes.count, by: 4096) {
      if !holds(UnsafeBufferPointer(rebasing: bytes[start..<min(start + 4096, bytes.count)])) { return false }
    }
    return true
  }
}
