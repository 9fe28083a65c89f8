/// Where a character stands in a text: the line and the character in it, both from 1. A character is a unit of the model.
public struct TextPlace: Sendable, Equatable, CustomStringConvertible {
  /// The name of the source whose line it is; nil where the text has only one.
  public let source: String?
  /// The line.
  public private(set) var line: Int
  /// The character in the line.
  public private(set) var character: Int
  private var followsCarriageReturn = false
  /// The line ends that are one UTF-16 code unit, besides LF.
  private let ends: [UInt16]

  /// A place; the start of the text by default.
  ///
  /// - unit: what the text is cut into. Bytes above ASCII end no line, since nobody knows what they mean.
  public init(line: Int = 1, character: Int = 1, unit: TextUnit = .grapheme, source: String? = nil) {
    (self.line, self.character, self.source) = (line, character, source)
    ends = unit == .byte ? [0x0D] : [0x0D, 0x85, 0x2028]
  }

  /// The source, the line and the character, as a message names them.
  public var description: String { (source.map { "\($0): " } ?? "") + "line \(line), character \(character)" }

  /// Whether both are the same place.
  public static func == (first: TextPlace, second: TextPlace) -> Bool {
    (first.source, first.line, first.character) == (second.source, second.line, second.character)
  }

  /// Moves behind a unit. A line ends as everywhere (`TextLines`): with LF, CR LF, CR, NEL or U+2028.
  mutating func move(past unit: UnsafeBufferPointer<UInt16>) {
    let isLineFeed = unit.count == 1 && unit[0] == 0x0A
    if isLineFeed && followsCarriageReturn {
      followsCarriageReturn = false
    } else if isLineFeed || unit.count <= 2 && !unit.isEmpty && ends.contains(unit[0]) {
      followsCarriageReturn = unit.count == 1 && unit[0] == 0x0D
      (line, character) = (line + 1, 1)
    } else {
      followsCarriageReturn = false
      character += 1
    }
  }
}
