/// Text for a terminal, in which control characters other than line feed and tab are shown as `cat -v` shows them, so that
/// no text moves the cursor, sets a title or writes into a clipboard.
///
/// What is UTF-8 stays, in any script; bytes that are not stay too, unless a terminal could take them for controls. The
/// pieces of a text may be cut anywhere.
package struct VisibleText {
  /// The beginning of a character of several bytes.
  private var held: [UInt8] = []

  /// A text at its start.
  package init() {}

  /// Takes more text, and returns what can be shown of it.
  package mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
    let bytes = held + bytes
    var shown: [UInt8] = []
    shown.reserveCapacity(bytes.count)
    var index = 0
    held = []
    while index < bytes.count {
      let lead = bytes[index]
      let length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1
      let character = bytes[index..<min(index + length, bytes.count)]
      if character.dropFirst().allSatisfy({ (0x80...0xBF).contains($0) }), length > 1 {
        if character.count < length {
          held = Array(character)
          break
        }
        // U+0080 to U+009F, which UTF-8 spells with C2.
        if lead == 0xC2, character[index + 1] < 0xA0 {
          shown += Self.name(character[index + 1])
        } else {
          shown += character
        }
        index += length
      } else {
        shown += Self.name(lead)
        index += 1
      }
    }
    return shown
  }

  /// The rest, when no more text comes.
  package mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held.flatMap(Self.name)
  }

  /// A whole text.
  package static func shown(_ text: String) -> String {
    var visible = VisibleText()
    let bytes = visible.pass(Array(text.utf8))
    return String(decoding: bytes + visible.finish(), as: UTF8.self)
  }

  /// `^[` for an escape, `M-^[` for the same with the eighth bit; any other byte itself.
  private static func name(_ byte: UInt8) -> [UInt8] {
    switch byte {
    case 0x09, 0x0A: [byte]
    case 0x00..<0x20: [UInt8(ascii: "^"), byte + 0x40]
    case 0x7F: Array("^?".utf8)
    case 0x80..<0xA0: Array("M-^".utf8) + [byte - 0x40]
    default: [byte]
    }
  }
}
