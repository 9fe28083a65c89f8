internal import CICU

/// `value` in upper-case hexadecimal, padded with zeros to `digits`.
package func hexadecimal(_ value: some UnsignedInteger, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

/// The printable names of units: safe to put into a message or a table whatever the unit is.
enum UnitName {
  static let unknown = "<unknown>"

  /// `byte 0x41 'A'`, or `byte 0xFF` for a byte that is no printable ASCII character.
  static func name(ofByte byte: UInt8) -> String {
    let code = "byte 0x" + hexadecimal(byte, digits: 2)
    return (0x20..<0x7F).contains(byte) ? "\(code) '\(Character(Unicode.Scalar(byte)))'" : code
  }

  /// `'á' U+00E1 LATIN SMALL LETTER A WITH ACUTE`; a cluster lists its code points joined by ` + `, at most
  /// eight of them.
  static func name(ofText utf8: [UInt8]) -> String {
    let text = String(decoding: utf8, as: UTF8.self)
    let scalars = Array(text.unicodeScalars)
    let shown = scalars.prefix(8).map(name(of:)).joined(separator: " + ")
    let names = scalars.count > 8 ? shown + " + \(scalars.count - 8) more" : shown
    return scalars.count <= 8 && scalars.allSatisfy(isShowable) ? "'\(spacing(scalars))\(text)' \(names)" : names
  }

  private static func name(of scalar: Unicode.Scalar) -> String {
    let code = "U+" + hexadecimal(scalar.value, digits: 4)
    let name = characterName(scalar)
    return name.isEmpty ? code : "\(code) \(name)"
  }

  /// Unicode gives control characters no names, and these four are in every other text.
  private static func characterName(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0x00: return "NULL"
    case 0x09: return "TAB"
    case 0x0A: return "LINE FEED"
    case 0x0D: return "CARRIAGE RETURN"
    case 0x1B: return "ESCAPE"
    case 0x00...0x1F, 0x7F...0x9F: return "CONTROL"
    default: break
    }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer in
      let length = textgen_character_name(scalar.value, buffer.baseAddress, 128)
      return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }

  /// A lone mark is shown on a dotted circle, or it would sit on the quotation mark.
  private static func spacing(_ scalars: [Unicode.Scalar]) -> String {
    guard let first = scalars.first, [6, 7, 8].contains(textgen_general_category(first.value)) else { return "" }
    return "\u{25CC}"
  }

  /// Controls, line separators, unassigned and invisible format characters can garble a terminal line. The
  /// joiners that hold clusters together are harmless.
  private static func isShowable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value == 0x200C || scalar.value == 0x200D { return true }
    let unassigned: Int32 = 0, spaceSeparator: Int32 = 12
    // Line and paragraph separator, control, format, private use, surrogate.
    let hidden: ClosedRange<Int32> = 13...18
    let category = textgen_general_category(scalar.value)
    if category == spaceSeparator { return scalar == " " }
    return category != unassigned && !hidden.contains(category)
  }
}
