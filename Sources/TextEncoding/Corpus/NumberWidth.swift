/// In how many bytes the numbers of a file are stored, little-endian.
enum NumberWidth: Int, Sendable {
  case one = 1
  case two = 2
  case four = 4

  /// The narrowest that holds numbers up to `largest`.
  init(holding largest: UInt32) {
    self = largest <= UInt8.max ? .one : largest <= UInt16.max ? .two : .four
  }

  /// The bytes of a number.
  var bytes: Int { rawValue }

  /// Overwrites the start of `target`, which has room for them, with `numbers`, which the width holds.
  func encode(_ numbers: UnsafeBufferPointer<UInt32>, into target: UnsafeMutableRawBufferPointer) {
    func encode<Stored: FixedWidthInteger & BitwiseCopyable>(as type: Stored.Type) {
      let stored = UnsafeMutableBufferPointer(rebasing: target.bindMemory(to: type)[..<numbers.count])
      for index in numbers.indices { stored[index] = Stored(truncatingIfNeeded: numbers[index]).littleEndian }
    }
    switch self {
    case .one: encode(as: UInt8.self)
    case .two: encode(as: UInt16.self)
    case .four: encode(as: UInt32.self)
    }
  }

  /// Overwrites `target` with what `value` gives for each of the numbers in `source`.
  @inline(__always)
  func decode<Value>(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Value>, _ value: (UInt32) -> Value
  ) {
    @inline(__always) func decode<Stored: FixedWidthInteger & BitwiseCopyable>(as type: Stored.Type) {
      let stored = UnsafeBufferPointer(rebasing: source.bindMemory(to: type)[..<target.count])
      for index in target.indices {
        target[index] = value(UInt32(truncatingIfNeeded: Stored(littleEndian: stored[index])))
      }
    }
    switch self {
    case .one: decode(as: UInt8.self)
    case .two: decode(as: UInt16.self)
    case .four: decode(as: UInt32.self)
    }
  }
}
