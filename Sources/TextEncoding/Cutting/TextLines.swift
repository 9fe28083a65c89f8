/// The lines of a text, without their ends.
///
/// A line ends as everywhere in the program: with LF, CR LF, CR, NEL (U+0085) or LINE SEPARATOR (U+2028), of which
/// `LineEnds.unified` makes LF; in byte mode, where nobody knows what other bytes mean, with LF, CR LF or CR.
public struct TextLines: Sequence, Sendable {
  private let bytes: [UInt8]
  private let unit: TextUnit

  /// The lines of `bytes`, which are UTF-8 except in byte mode.
  public init(_ bytes: [UInt8], unit: TextUnit) { (self.bytes, self.unit) = (bytes, unit) }

  /// Goes through the lines. O(n) in all.
  public func makeIterator() -> Iterator { Iterator(rest: bytes[...], unit: unit) }

  /// A place between two lines.
  public struct Iterator: IteratorProtocol {
    fileprivate var rest: ArraySlice<UInt8>
    fileprivate let unit: TextUnit

    /// The next line; nil at the end. After the last line end there is no empty line.
    public mutating func next() -> [UInt8]? {
      guard !rest.isEmpty else { return nil }
      var index = rest.startIndex
      while index < rest.endIndex {
        let length = lineEnd(at: index)
        if length > 0 {
          defer { rest = rest[(index + length)...] }
          return Array(rest[..<index])
        }
        index += 1
      }
      defer { rest = [] }
      return Array(rest)
    }

    /// The bytes of the line end that begins there; 0 where none does.
    private func lineEnd(at index: Int) -> Int {
      switch rest[index] {
      case 0x0A: return 1
      case 0x0D: return index + 1 < rest.endIndex && rest[index + 1] == 0x0A ? 2 : 1
      case 0xC2 where unit != .byte: return rest[index...].starts(with: [0xC2, 0x85]) ? 2 : 0
      case 0xE2 where unit != .byte: return rest[index...].starts(with: [0xE2, 0x80, 0xA8]) ? 3 : 0
      default: return 0
      }
    }
  }
}
