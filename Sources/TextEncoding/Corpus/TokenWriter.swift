/// Appends numbers to a `TokenFile` in large writes, each in as few bytes as the largest so far needs: most texts have
/// at most 256 different units, and writing is a large part of the work.
struct TokenWriter {
  /// The numbers appended so far.
  var count: Int { written + used }
  let file: TokenFile
  /// How all numbers in the file are stored.
  private(set) var width = NumberWidth.one
  private var buffer = [UInt32](repeating: 0, count: blockLength)
  private var used = 0
  private var written = 0
  private var encoded = [UInt8](repeating: 0, count: 4 * blockLength)
  private static let blockLength = 1 << 16

  init(_ file: TokenFile) { self.file = file }

  /// Appends `number`. Throws `temporaryFile`.
  @inline(__always)
  mutating func append(_ number: UInt32) throws(TextEncodingError) {
    if used == buffer.count { try flush() }
    buffer[used] = number
    used += 1
  }

  /// Appends what `body` puts at the start of a stretch of memory: at most `limit` numbers, and fewer, even none,
  /// when the memory is nearly full. `body` returns how many; so does this.
  @inline(__always)
  mutating func fill(atMost limit: Int, _ body: (UnsafeMutableBufferPointer<UInt32>) -> Int) -> Int {
    let (start, end) = (used, min(buffer.count, used + limit))
    let count = buffer.withUnsafeMutableBufferPointer {
      body(UnsafeMutableBufferPointer(rebasing: $0[start..<end]))
    }
    used += count
    return count
  }

  /// Writes what is still in memory. Throws `temporaryFile`.
  mutating func flush() throws(TextEncodingError) {
    var largest: UInt32 = 0
    for number in buffer[..<used] { largest = max(largest, number) }
    let needed = NumberWidth(holding: largest)
    if needed.bytes > width.bytes { try widen(to: needed) }
    try write(buffer[..<used], at: written)
    written += used
    used = 0
  }

  /// Stores all that is in the file in another width: from the end, so that nothing is overwritten before it is read.
  private mutating func widen(to wider: NumberWidth) throws(TextEncodingError) {
    let narrow = width
    width = wider
    var numbers = [UInt32](repeating: 0, count: min(written, Self.blockLength))
    var end = written
    while end > 0 {
      let start = max(0, end - Self.blockLength)
      try encoded.withUnsafeMutableBufferPointer { (bytes) throws(TextEncodingError) in
        let buffer = UnsafeMutableRawBufferPointer(bytes)
        let source = UnsafeMutableRawBufferPointer(rebasing: buffer[..<(narrow.bytes * (end - start))])
        try file.read(into: source, at: narrow.bytes * start)
        numbers.withUnsafeMutableBufferPointer {
          narrow.decode(
            UnsafeRawBufferPointer(source), into: UnsafeMutableBufferPointer(rebasing: $0[..<(end - start)])
          ) { $0 }
        }
      }
      try write(numbers[..<(end - start)], at: start)
      end = start
    }
  }

  private mutating func write(_ numbers: ArraySlice<UInt32>, at index: Int) throws(TextEncodingError) {
    try encoded.withUnsafeMutableBufferPointer { (bytes) throws(TextEncodingError) in
      let buffer = UnsafeMutableRawBufferPointer(bytes)
      numbers.withUnsafeBufferPointer { width.encode($0, into: buffer) }
      let stored = UnsafeRawBufferPointer(rebasing: buffer[..<(width.bytes * numbers.count)])
      try file.write(stored, at: width.bytes * index)
    }
  }
}
