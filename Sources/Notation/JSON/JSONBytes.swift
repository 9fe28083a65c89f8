/// JSON written piece by piece, the numbers with four significant digits.
///
/// A trace has millions of numbers, each of which a general encoder keeps in a box until the end.
package struct JSONBytes {
  private static let pieceSize = 1 << 20

  private var bytes: [UInt8] = []
  private let write: ([UInt8]) -> Void
  /// 10^(index − 12)
  private let powers: [Double] = (-12...15).map { Double("1e\($0)") ?? .nan }

  /// - write: receives the bytes, about a megabyte at a time.
  package init(to write: @escaping ([UInt8]) -> Void) {
    self.write = write
    bytes.reserveCapacity(Self.pieceSize)
  }

  /// Hands over what was not handed over yet.
  package mutating func flush() {
    write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }

  /// Adds what is JSON already.
  package mutating func append(_ text: some Sequence<UInt8>) { bytes += text }

  /// Adds what is JSON already.
  package mutating func append(_ text: String) { bytes += text.utf8 }

  /// `[[0.9931, …], …]`
  package mutating func append(_ rows: [[Float]]) {
    appendArray(rows) { json, row in json.appendArray(row) { $0.append($1) } }
  }

  /// An array, each element in its own way.
  package mutating func appendArray<Element>(_ elements: [Element], _ body: (inout JSONBytes, Element) -> Void) {
    bytes.append(UInt8(ascii: "["))
    var isFirst = true
    for element in elements {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      body(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
    if bytes.count >= Self.pieceSize { flush() }
  }

  /// A finite number, rounded to four significant digits. O(1), without allocation where it lies between 10⁻¹² and 10⁶.
  package mutating func append(_ value: Float) {
    let size = Double(value.magnitude)
    guard size >= 1e-12, size < 1e6 else { return appendUnusual(value) }
    if value < 0 { bytes.append(UInt8(ascii: "-")) }
    // The place of the first digit: most numbers of a trace lie below 1 and few far below.
    var order = -1
    while size >= powers[order + 13] { order += 1 }
    while size < powers[order + 12] { order -= 1 }
    var exponent = order - 3
    var digits = Int((exponent < 0 ? size * powers[12 - exponent] : size / powers[12 + exponent]).rounded())
    if digits == 10_000 { order += 1 }
    while digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    if order < -5 {
      appendDigits(digits)
      bytes += [UInt8(ascii: "e"), UInt8(ascii: "-")]
      return appendDigits(-exponent)
    }
    if order < 0 {
      bytes += [UInt8(ascii: "0"), UInt8(ascii: ".")]
      for _ in 0..<(-order - 1) { bytes.append(UInt8(ascii: "0")) }
    }
    appendDigits(digits, places: order < 0 ? 0 : -exponent)
    for _ in 0..<max(0, exponent) { bytes.append(UInt8(ascii: "0")) }
  }

  /// - places: how many of the digits come after the point; no point where there are none.
  private mutating func appendDigits(_ digits: Int, places: Int = 0) {
    var divisor = 1
    var left = 1
    while digits / divisor >= 10 {
      divisor *= 10
      left += 1
    }
    var rest = digits
    while divisor > 0 {
      if left == places { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
      divisor /= 10
      left -= 1
    }
  }

  private mutating func appendUnusual(_ value: Float) { append(NumberFormat.exact(Self.rounded(value))) }

  /// A number with four significant digits.
  package static func rounded(_ value: Float) -> Float {
    guard value.isFinite, value != 0 else { return value }
    let rounded = Float(DecimalNumber(rounding: Double(value), significantDigits: 4).value)
    // The largest numbers have no larger one to be rounded to.
    return rounded.isFinite ? rounded : value
  }
}
