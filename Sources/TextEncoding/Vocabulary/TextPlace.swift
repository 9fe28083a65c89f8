/// Where a character stands in a text: the line and the character in it, both from 1. A character is a unit of the model.
public struct TextPlace: Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public private(set) var line: Int
  /// The character in the line.
  public private(set) var character: Int
  private var followsCarriageReturn = false

  /// A place; the start of the text by default.
  public init(line: Int = 1, character: Int = 1) { (self.line, self.character) = (line, character) }

  /// The line and the character, as a message names them.
  public var description: String { "line \(line), character \(character)" }

  /// Whether both are the same place.
  public static func == (first: TextPlace, second: TextPlace) -> Bool {
    (first.line, first.character) == (second.line, second.character)
  }

  /// Moves behind a unit. A line ends as everywhere: with LF, CR LF, CR, NEL or U+2028.
  mutating func move(past unit: UnsafeBufferPointer<UInt16>) {
    let isLineFeed = unit.count == 1 && unit[0] == 0x0A
    if isLineFeed && followsCarriageReturn {
      followsCarriageReturn = false
    } else if isLineFeed || unit.count <= 2 && !unit.isEmpty && [0x0D, 0x85, 0x2028].contains(unit[0]) {
      followsCarriageReturn = unit.count == 1 && unit[0] == 0x0D
      (line, character) = (line + 1, 1)
    } else {
      followsCarriageReturn = false
      character += 1
    }
  }
}
