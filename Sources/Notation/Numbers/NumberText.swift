/// How numbers and missing values are written in cells.
package enum NumberText {
  /// Whether the cell says that it has no value: empty, or `NA`, `N/A`, `NaN`, `null`, `-` or `?` in any case.
  package static func isMissing(_ text: String) -> Bool {
    guard text.utf8.count <= 4 else { return false }
    return ["", "na", "n/a", "nan", "null", "-", "?"].contains(text.lowercased())
  }

  /// The finite number in the cell, or nil.
  ///
  /// Between semicolons both `1,5` and `1.5` are 1.5, since programs write either. Marks between thousands are not
  /// read: `1,234` means different things to different people.
  package static func value(_ text: String, delimiter: Delimiter) -> Double? {
    var bytes = Array(text.utf8)
    if delimiter == .semicolon, let comma = bytes.firstIndex(of: UInt8(ascii: ",")) {
      guard !bytes.contains(UInt8(ascii: ".")) else { return nil }
      bytes[comma] = UInt8(ascii: ".")
    }
    // Double's initialiser also reads hexadecimal digits, infinities and not-a-numbers.
    guard bytes.allSatisfy(isPartOfNumber), let value = Double(String(decoding: bytes, as: UTF8.self)) else {
      return nil
    }
    return value.isFinite ? value : nil
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }
}
