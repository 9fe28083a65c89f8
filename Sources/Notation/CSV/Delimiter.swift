/// What usually separates the fields of a row.
public enum Delimiter: Character, CaseIterable, Sendable {
  /// A tab.
  case tab = "\t"
  /// A semicolon, usual where the decimal mark is a comma.
  case semicolon = ";"
  /// A comma.
  case comma = ","
  /// A vertical bar.
  case bar = "|"

  /// The ASCII character.
  package var byte: UInt8 {
    switch self {
    case .tab: UInt8(ascii: "\t")
    case .semicolon: UInt8(ascii: ";")
    case .comma: UInt8(ascii: ",")
    case .bar: UInt8(ascii: "|")
    }
  }
}
