/// What stands between the whole part of a number and its fraction.
public enum DecimalMark: String, CaseIterable, Codable, Sendable {
  /// `1234.5`, with thousands as in `1,234.5`.
  case point
  /// `1234,5`, with thousands as in `1.234,5`.
  case comma

  /// The ASCII character.
  var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
}
